import type { Fleet } from '../fleet/fleet.ts'
import { deviceReportsQueue } from '../fleet/queues.ts'

interface Received {
  topic: string
  payload: Buffer | string
  clientId: string
  principal: string
}

const reportTopic = /^\$aws\/things\/([^/]+)\/defender\/metrics\/json$/
const copyTopic = /^fleetwarden\/device-reports\/([^/]+)$/

/** What an account's part of AWS does with device-side reports: Device Defender answers them, and a rule queues their copies. */
export class DeviceReports {
  readonly #lastAt = new Map<string, number>()

  constructor(
    readonly fleet: Fleet,
    /** AWS takes one in five minutes of a thing. */
    readonly shortestMs: number,
  ) {}

  note(received: Received) {
    const [, thing] = reportTopic.exec(received.topic) ?? []
    if (thing !== undefined) this.#answer(thing, received)
    const [, copied] = copyTopic.exec(received.topic) ?? []
    if (copied !== undefined) this.#queue(copied, received)
  }

  #answer(thing: string, { topic, payload }: Received) {
    const now = this.fleet.clock.now()
    const report = parse(payload)
    const reportId = idOf(report)
    const answer = (status: 'ACCEPTED' | 'REJECTED', statusDetails?: object) => {
      const body = {
        thingName: thing,
        ...(reportId !== undefined && { reportId }),
        status,
        statusDetails,
        timestamp: now,
      }
      const message = { qos: 0, retain: false, payload: Buffer.from(JSON.stringify(body)) } as const
      this.fleet.deliver?.({ topic: `${topic}/${status.toLowerCase()}`, ...message })
    }
    const reject = (ErrorCode: string, ErrorMessage: string) => answer('REJECTED', { ErrorCode, ErrorMessage })
    if (reportId === undefined) return reject('InvalidPayload', 'The report has no header with an id, or no metrics')
    const last = this.#lastAt.get(thing)
    if (last !== undefined && now - last < this.shortestMs) return reject('Throttled', 'Reports come too often')
    this.#lastAt.set(thing, now)
    answer('ACCEPTED')
  }

  /** `SELECT *, topic(3) AS thingName, clientid() AS clientId, principal() AS principal, timestamp() AS receivedAt FROM …` */
  #queue(thingName: string, { payload, clientId, principal }: Received) {
    const now = this.fleet.clock.now()
    const report = parse(payload)
    // A rule that selects fields passes over what is no JSON object.
    if (!report) return
    const body = { ...report, thingName, clientId, principal, receivedAt: now }
    this.fleet.queues.get(deviceReportsQueue)?.send(JSON.stringify(body), now, now)
  }
}

/** Its number, when the report has what AWS asks of one: a header with a whole number, and metrics. */
function idOf(report: Record<string, unknown> | undefined): number | undefined {
  const header = (report?.header ?? report?.hed) as { report_id?: unknown; rid?: unknown } | undefined
  const id = header?.report_id ?? header?.rid
  const hasMetrics = [report?.metrics, report?.met, report?.custom_metrics, report?.cmet].some(
    (one) => one !== undefined,
  )
  return Number.isSafeInteger(id) && hasMetrics ? (id as number) : undefined
}

function parse(payload: Buffer | string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload.toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
