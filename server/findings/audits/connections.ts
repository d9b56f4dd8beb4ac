import { auditRecords } from '#server/incidents/feeds/audit-finding.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { nameOf, type Resource, timeOf } from './resource.ts'
import { overlapping } from './shared-certificate.ts'

/** Checks whose findings name connections, one related resource for each. */
export const conflictCheck = 'CONFLICTING_CLIENT_IDS_CHECK'
export const sharedCheck = 'DEVICE_CERTIFICATE_SHARED_CHECK'

/**
 * The connections a finding tells of, as records for incidents. Whether a conflict's times are told with the client or
 * with its certificates is not documented: both are read. A shared certificate counts only where two client IDs were
 * connected at once.
 */
export function connectionsOf(finding: {
  check: string
  resource: Resource
  related: readonly Resource[]
}): ConnectionRecord[] {
  const { check, resource, related } = finding
  const subject = nameOf(resource)
  if (check === conflictCheck && subject.kind === 'client') {
    return [resource, ...related].flatMap((one) => {
      const { kind, name } = nameOf(one)
      return auditRecords({
        clientId: kind === 'client' ? name : subject.name,
        principal: kind === 'certificate' ? name : principalIn(one),
        ...times(one),
        displaced: true,
      })
    })
  }
  if (check !== sharedCheck || subject.kind !== 'certificate' || !overlapping(related)) return []
  return related.flatMap((one) => {
    const { kind, name } = nameOf(one)
    return kind === 'client'
      ? auditRecords({ clientId: name, principal: subject.name, ...times(one), displaced: false })
      : []
  })
}

const times = ({ additionalInfo = {} }: Resource) => ({
  connectedAt: timeOf(additionalInfo.CONNECTION_TIME),
  disconnectedAt: timeOf(additionalInfo.DISCONNECTION_TIME),
})

function principalIn({ additionalInfo = {} }: Resource): string | null {
  const key = Object.keys(additionalInfo).find((one) => /PRINCIPAL|CERTIFICATE/i.test(one))
  return (key && additionalInfo[key]) || null
}
