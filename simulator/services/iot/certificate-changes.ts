import type { Certificate } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { AwsError } from '../../wire/aws-error.ts'
import type { World } from '../../world.ts'
import { oneOf } from '../check.ts'
import { deleteConflict, invalidRequest } from '../refuse.ts'
import { findCertificate } from './find.ts'
import type { IotHandlers } from './handlers.ts'

const statuses = [
  'ACTIVE',
  'INACTIVE',
  'REVOKED',
  'PENDING_TRANSFER',
  'REGISTER_INACTIVE',
  'PENDING_ACTIVATION',
] as const

/** Changing and deleting device certificates. */
export const certificateChanges: IotHandlers = {
  UpdateCertificate({ certificateId, newStatus }, { world, fleet }) {
    const certificate = findCertificate(fleet, certificateId)
    const status = oneOf(newStatus, 'newStatus', statuses)
    if (status !== 'ACTIVE' && status !== 'INACTIVE' && status !== 'REVOKED') {
      throw invalidRequest(`The certificate status can not be set to ${status}`)
    }
    if (status === certificate.status) return {}
    if (certificate.status === 'REVOKED') throw wrongState('A revoked certificate can not change status')
    if (certificate.status === 'PENDING_TRANSFER') throw wrongState('The certificate is being transferred')
    certificate.status = status
    certificate.modifiedAt = fleet.now()
    certificate.version++
    if (status === 'ACTIVE') world.seeded.welcome(fleet, certificate.things)
    else dropConnections(world, fleet, certificate)
    return {}
  },

  DeleteCertificate({ certificateId, forceDelete = false }, { fleet }) {
    const certificate = findCertificate(fleet, certificateId)
    if (certificate.status === 'ACTIVE' || certificate.status === 'PENDING_TRANSFER') {
      throw wrongState(`The certificate must be deactivated before deletion (status ${certificate.status})`)
    }
    if (certificate.things.length) throw deleteConflict('Things must be detached before deletion')
    if (certificate.policies.length && !forceDelete) throw deleteConflict('Policies must be detached before deletion')
    fleet.certificates.remove(certificate)
    fleet.deviceKeys.delete(certificate.id)
    return {}
  },
}

/**
 * AWS takes up to a few minutes. Here live sessions end after the world's delay, and seeded ones at once; a device with
 * another working certificate stays.
 */
function dropConnections({ options, seeded }: World, fleet: Fleet, certificate: Certificate) {
  const cut = () => {
    if (certificate.status === 'ACTIVE') return
    for (const session of fleet.sessions.live) if (session.certificate === certificate) session.end('AUTH_ERROR')
  }
  setTimeout(cut, options.cutOffDelayMs).unref()
  for (const thing of certificate.things) {
    const isCutOff = thing.certificates.every(({ status }) => status !== 'ACTIVE')
    if (isCutOff) seeded.end(fleet, thing, 'AUTH_ERROR')
  }
}

const wrongState = (message: string) => new AwsError('CertificateStateException', message)
