import type { NumberedRecord, Records } from './broker/records.ts'
import type { Fleet } from './fleet/fleet.ts'
import { destinationOf } from './fleet/logging.ts'
import { presenceQueue } from './fleet/queues.ts'
import { ancestorsOf } from './fleet/thing-group.ts'
import { sha256 } from './x509/seeded.ts'

interface Feeding {
  records: Records
  fleetOf(account: string, region: string): Fleet
  /** The longest an event takes until it can be read. */
  delayMs: number
}

/** How often a rule hands an event to the queue twice. */
const twice = 0.02

/**
 * Brings what the broker's clients do to where an account would read it: log records to CloudWatch Logs as far as its
 * logging options say, lifecycle events to the queue that its rule feeds and to what audits look at.
 */
export function feed({ records, fleetOf, delayMs }: Feeding) {
  records.onRecord((record) => {
    const fleet = fleetOf(record.account, record.region)
    const [lag, repeat] = chance(record)
    const readable = readableAt(record, delayMs)
    if (record.kind === 'log') log(fleet, record, readable)
    else {
      fleet.connections.note(record.record)
      const queue = fleet.queues.get(presenceQueue)
      const body = JSON.stringify(record.record)
      queue?.send(body, record.at, readable)
      if (repeat < twice) queue?.send(body, record.at, record.at + delayMs * lag)
    }
  })
}

/** When a record can be read where an account would read it, if it is: an event in its queue, others in their log group. */
export function readableAt(record: NumberedRecord, delayMs: number): number {
  const [lag] = chance(record)
  return record.at + (delayMs / 8) * (record.kind === 'log' ? 1 + 7 * lag : lag)
}

function log(fleet: Fleet, { at, record }: NumberedRecord & { kind: 'log' }, readableAt: number) {
  if (!fleet.logging) return
  const groups = fleet.things.get(record.clientId ?? '')?.groups ?? []
  const above = groups.flatMap((group) => [group, ...ancestorsOf(group)])
  const name = destinationOf(
    fleet.logging,
    record,
    above.map((group) => group.name),
  )
  if (!name) return
  const stream = streamOf(fleet.account, record.clientId)
  fleet.logs.open(name, at).add({ at, readableAt, stream, record })
}

const streams = 4

/** The same client always logs to the same stream. */
export function streamOf(account: string, clientId = '') {
  const [place = 0] = sha256(clientId)
  return `${sha256(account, '/', String(place % streams))
    .toString('hex')
    .slice(0, 32)}_${account}_0`
}

/** Two shares that the record's number decides. */
function chance({ sequence, account }: NumberedRecord): [number, number] {
  const bytes = sha256(`feed/${account}/${sequence}`)
  return [bytes.readUInt32BE(0) / 2 ** 32, bytes.readUInt32BE(4) / 2 ** 32]
}
