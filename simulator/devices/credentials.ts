import { X509Certificate } from 'node:crypto'
import { PolicyClient } from '../broker/policy/client.ts'
import type { Certificate } from '../fleet/certificate.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Thing } from '../fleet/thing.ts'
import { oid } from '../x509/der.ts'

/** A certificate that works now and whose private half is known, or nothing. */
export function workingCertificate(fleet: Fleet, thing: Thing): Certificate | undefined {
  return thing.certificates.find((certificate) => {
    if (certificate.status !== 'ACTIVE' || !keyOf(fleet, certificate)) return false
    const { validFrom, validTo, raw } = new X509Certificate(certificate.pem)
    const now = fleet.clock.now()
    // OpenSSL loads no certificate that bears a SHA-1 signature.
    return Date.parse(validFrom) < now && now < Date.parse(validTo) && !raw.includes(ecdsaWithSha1)
  })
}

const ecdsaWithSha1 = oid('1.2.840.10045.4.1')

export function keyPem(fleet: Fleet, certificate: Certificate): string {
  const key = keyOf(fleet, certificate)
  if (!key) throw new Error(`Nobody has the key of ${certificate.id}`)
  return key.privateKey().export({ type: 'pkcs8', format: 'pem' }).toString()
}

export const mayConnectAs = (fleet: Fleet, certificate: Certificate, clientId: string) =>
  new PolicyClient(fleet, clientId, certificate, '').may('iot:Connect', `client/${clientId}`)

/**
 * A topic the client may publish to, made from what its policies allow: variables filled in, a word for each wildcard.
 */
export function telemetryTopic(fleet: Fleet, certificate: Certificate, clientId: string): string | undefined {
  const client = new PolicyClient(fleet, clientId, certificate, '')
  const patterns = client.statements().flatMap(({ effect, resources }) => (effect === 'Allow' ? resources : []))
  const topics = patterns.flatMap((pattern) => {
    const [, topic] = /^arn:.*?:topic\/(.*)$/s.exec(pattern) ?? []
    if (topic === undefined) return pattern.endsWith('*') ? ['telemetry'] : []
    const filled = topic.replace(/\$\{([^}]*)\}/g, (_, name) => client.lookUp(name) ?? '')
    return [filled.replaceAll('*', 'telemetry').replaceAll('?', '0')]
  })
  return topics.find((topic) => topic && !topic.startsWith('$') && client.may('iot:Publish', `topic/${topic}`))
}

const keyOf = (fleet: Fleet, { id }: Certificate) => fleet.deviceKeys.get(id) ?? fleet.sharedDeviceKey
