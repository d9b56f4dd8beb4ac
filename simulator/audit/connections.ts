import type { RelatedResource } from '@aws-sdk/client-iot'
import { days } from '../clock.ts'
import type { Objection } from '../fleet/audits.ts'
import type { PastConnection } from '../fleet/connections.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { isInUse } from './certificates.ts'
import type { Verdict } from './checks.ts'

/** How far back connections count. */
const lookBackMs = days(31)
/** Connections of the last moments are not gathered yet. AWS is two hours behind. */
const lagMs = 60_000

const recent = ({ connections }: Fleet, now: number) => connections.between(now - lookBackMs, now - lagMs)

/** Client ids of which a connection was thrown out by another. */
export function conflictingClientIds(fleet: Fleet, now: number): Verdict {
  const byClient = grouped(recent(fleet, now), 'clientId')
  const objections = [...byClient].flatMap(([clientId, own]): Objection[] => {
    const displaced = own.filter(({ disconnectReason }) => disconnectReason === 'DUPLICATE_CLIENTID')
    if (!displaced.length) return []
    const related = newestFirst(displaced).map(({ principal, disconnectedAt }) => ({
      resourceType: 'DEVICE_CERTIFICATE' as const,
      resourceIdentifier: { deviceCertificateId: principal },
      additionalInfo: { DISCONNECTION_TIME: String(disconnectedAt) },
    }))
    const code = 'DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS'
    const reason = 'Connections were closed because others were made with the same client ID.'
    return [{ resource: { type: 'CLIENT_ID', id: { clientId } }, related, code, reason }]
  })
  return { total: byClient.size, objections }
}

/**
 * Certificates that connected anew before their last connection was over, or that several things with connections share.
 * Like AWS's, this takes a device that comes back quickly for two.
 */
export function sharedCertificates(fleet: Fleet, now: number): Verdict {
  const byCertificate = grouped(recent(fleet, now), 'principal')
  const active = fleet.certificates.items.filter(isInUse)
  const objections = active.flatMap(({ id, things }): Objection[] => {
    const own = newestFirst(byCertificate.get(id) ?? [])
    const seeded = things.length > 1 ? things.flatMap(({ details }) => details.connectivity ?? []) : []
    if (seeded.length < 2 && !own.some((connection, place) => overlaps(connection, own[place + 1]))) return []
    const seen = own.map(({ clientId, connectedAt, disconnectedAt }) => clientOf(clientId, connectedAt, disconnectedAt))
    const known = seeded
      .filter(({ clientId }) => !own.some((connection) => connection.clientId === clientId))
      .map(({ clientId, timestamp, connected }) => clientOf(clientId, timestamp, connected ? undefined : timestamp))
    const code = 'CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES'
    const reason = 'Several connections were made with this certificate at the same time.'
    const resource = { type: 'DEVICE_CERTIFICATE' as const, id: { deviceCertificateId: id } }
    return [{ resource, related: [...seen, ...known], code, reason }]
  })
  return { total: active.length, objections }
}

function clientOf(clientId: string, connectedAt: number, disconnectedAt: number | undefined): RelatedResource {
  return {
    resourceType: 'CLIENT_ID',
    resourceIdentifier: { clientId },
    additionalInfo: {
      CONNECTION_TIME: String(connectedAt),
      ...(disconnectedAt !== undefined && { DISCONNECTION_TIME: String(disconnectedAt) }),
    },
  }
}

const overlaps = ({ connectedAt }: PastConnection, before: PastConnection | undefined) =>
  before !== undefined && (before.disconnectedAt === undefined || before.disconnectedAt >= connectedAt)

const newestFirst = (connections: readonly PastConnection[]) =>
  connections.toSorted((a, b) => b.connectedAt - a.connectedAt)

function grouped(connections: readonly PastConnection[], field: 'clientId' | 'principal') {
  const groups = new Map<string, PastConnection[]>()
  for (const connection of connections) {
    const group = groups.get(connection[field])
    if (group) group.push(connection)
    else groups.set(connection[field], [connection])
  }
  return groups
}
