import { z } from 'zod'
import type { BehaviourMetric } from '#contract/behaviours.ts'
import type { Changes, Observation } from '#server/history/observation.ts'
import { jsonOf } from '#server/incidents/feeds/json-of.ts'
import { plainText } from '#server/platform/plain-text.ts'

const said = z.string().max(1024).optional().catch(undefined)
const entry = z.object({
  eventType: z.enum(['Publish-In', 'Publish-Out', 'Subscribe']),
  clientId: z.string().min(1).max(256).transform(plainText),
  status: said,
  reason: said,
})

/** What CloudWatch is asked for where messages are logged one by one (level INFO). Other endpoints may ignore it. */
export const messagePattern =
  '{ ($.eventType = "Publish-In") || ($.eventType = "Publish-Out") || ($.eventType = "Subscribe") }'

/** What it is asked for where only failures are (level ERROR). */
export const refusalPattern =
  '{ ($.status = "Failure") && (($.eventType = "Publish-In") || ($.eventType = "Publish-Out") || ($.eventType = "Subscribe")) }'

type Counts = Partial<Record<BehaviourMetric, number>>

/** What devices did in one window, as its log records tell. */
export type MessageWindow = { at: Date; devices: ReadonlyMap<string, Counts> }

/** Adds one log record to a window's counts ("CloudWatch AWS IoT log entries"). What tells of no message is left out. */
export function countMessage(devices: Map<string, Counts>, message: string): void {
  const parsed = entry.safeParse(jsonOf(message))
  if (!parsed.success) return
  const { eventType, clientId, status } = parsed.data
  const metric = metricOf(eventType, status === 'Failure')
  if (!metric) return
  const counts = devices.get(clientId) ?? {}
  counts[metric] = (counts[metric] ?? 0) + 1
  devices.set(clientId, counts)
}

// A subscription that is granted is no message.
function metricOf(eventType: 'Publish-In' | 'Publish-Out' | 'Subscribe', failed: boolean): BehaviourMetric | null {
  if (failed) return 'aws:num-authorization-failures'
  if (eventType === 'Publish-In') return 'aws:num-messages-sent'
  return eventType === 'Publish-Out' ? 'aws:num-messages-received' : null
}

/** Keeps whole windows: what was known of one is replaced, so that reading it again counts nothing twice. */
export async function recordMessages(
  { tx, account }: Pick<Observation, 'tx' | 'account'>,
  windows: readonly MessageWindow[],
): Promise<Changes> {
  const cells = windows.flatMap(({ at, devices }) =>
    [...devices].flatMap(([device, counts]) =>
      Object.entries(counts).map(([metric, value]) => ({ at, device, metric, value })),
    ),
  )
  const { rowCount } = await tx.query(
    `INSERT INTO metric_windows AS w (account_id, at, device, metric, value)
     SELECT $1, * FROM unnest($2::timestamptz[], $3::text[], $4::text[], $5::float8[]) g (at, device, metric, value) ORDER BY metric, at, device
     ON CONFLICT (account_id, metric, at, device) DO UPDATE SET value = excluded.value WHERE w.value IS DISTINCT FROM excluded.value`,
    [
      ...[account.id, cells.map(({ at }) => at), cells.map(({ device }) => device), cells.map(({ metric }) => metric)],
      cells.map(({ value }) => value),
    ],
  )
  return { added: rowCount ?? 0, changed: 0, gone: 0 }
}
