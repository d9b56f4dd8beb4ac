import { type Guards, guards as shape } from '#contract/response-settings.ts'
import type { Sql } from '#server/platform/db.ts'

/** The key of the guards among the installation's settings. */
export const guardsKey = 'response-guards'

/** What holds while no admin has said otherwise. */
const defaults: Guards = {
  readOnly: false,
  approvalAbove: 10,
  finalNeedsApproval: false,
  typedAbove: 3,
  targetsPerHour: 500,
  errorShare: 0.2,
  errorsAtLeast: 5,
  approvalHours: 4,
  containmentLimitS: 300,
  // The SDKs' pauses between two attempts double from 1 s (AWS IoT Device SDKs, reconnect options): a device that can come
  // back has tried five times by then.
  settleS: 60,
  kickEveryMinutes: 10,
  neverTouch: [],
}

/** The guards in force. What cannot be read, as another version may have left it, lets nothing through. */
export async function readGuards(sql: Sql): Promise<Guards> {
  const { rows } = await sql.query<{ value: unknown }>('select value from settings where key = $1', [guardsKey])
  const stored = rows[0]?.value
  if (stored === undefined) return defaults
  const parsed = shape.safeParse(typeof stored === 'object' ? { ...defaults, ...stored } : stored)
  return parsed.success ? parsed.data : { ...defaults, readOnly: true }
}
