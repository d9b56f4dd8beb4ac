import { type Certificate, certificateIdOf, validityOf } from '../fleet/certificate.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { World } from '../world.ts'

/** The fleet a client belongs to and its certificate there, or AWS's reason to refuse it. */
export type Authentication =
  | { fleet: Fleet; certificate: Certificate }
  | { reason: AuthenticationError; details: string; fleet?: Fleet; certificateId?: string }

type AuthenticationError =
  | 'NOT_AUTHENTICATED'
  | 'DEVICE_CERTIFICATE_NOT_REGISTERED'
  | 'DEVICE_CERTIFICATE_INACTIVE'
  | 'DEVICE_CERTIFICATE_REVOKED'

/**
 * Looks up what a client presented, by its SHA-256 as AWS does. Who signed it does not matter once it is registered, and
 * that the client holds the key is proved by TLS.
 */
export function authenticate(world: World, der: Uint8Array | undefined): Authentication {
  if (!der) return { reason: 'NOT_AUTHENTICATED', details: 'No client certificate' }
  const certificateId = certificateIdOf(der)
  const fleet = world.fleets.find(({ certificates }) => certificates.get(certificateId))
  const certificate = fleet?.certificates.get(certificateId)
  if (!fleet || !certificate) {
    return { reason: 'DEVICE_CERTIFICATE_NOT_REGISTERED', details: 'Certificate is not registered', certificateId }
  }
  const refuse = (reason: AuthenticationError, details: string) => ({ reason, details, fleet, certificateId })
  if (certificate.status === 'REVOKED') return refuse('DEVICE_CERTIFICATE_REVOKED', 'Certificate is revoked')
  if (certificate.status !== 'ACTIVE') {
    return refuse('DEVICE_CERTIFICATE_INACTIVE', `Certificate is ${certificate.status}`)
  }
  const { notBefore, notAfter } = validityOf(certificate.pem)
  const now = world.clock.date()
  if (now < notBefore || now > notAfter) return refuse('NOT_AUTHENTICATED', 'Certificate is outside its validity')
  return { fleet, certificate }
}
