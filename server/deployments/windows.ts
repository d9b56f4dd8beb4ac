import { Cron } from 'croner'

/** A maintenance window of a job: when it opens, and for how long. */
type Window = { starts: Cron; lastsMs: number }

/** How a job's maintenance windows stand; times in epoch milliseconds. */
export type Windows = {
  open: boolean
  /** When one opens next; null: never again. */
  opensAt: Date | null
  /** When one was open, from the beginning asked for until now. */
  times: readonly { from: number; to: number }[]
}

const minuteMs = 60_000
// A job waits for so long at most to be worth counting; more often than each quarter of an hour nothing opens in it.
const lookedBackMs = 90 * 86_400_000
const mostTimes = 500

/** How the maintenance windows of a job's configuration stand; null where it has none, or none that we can read. */
export function windowsAt(config: unknown, now: Date, since: Date | null = null): Windows | null {
  const windows = windowsIn(config)
  if (windows.length === 0) return null
  const from = Math.max(since?.getTime() ?? now.getTime(), now.getTime() - lookedBackMs)
  const opens = windows.flatMap(({ starts }) => starts.nextRun(now) ?? [])
  return {
    open: windows.some((one) => isOpen(one, now)),
    opensAt: opens.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null),
    times: windows.flatMap((one) => timesOf(one, from, now.getTime())),
  }
}

/** How long the windows were open between two times, each for itself. */
export const openMs = ({ times }: Windows, from: number, to: number): number =>
  times.reduce((sum, time) => sum + Math.max(0, Math.min(time.to, to) - Math.max(time.from, from)), 0)

const isOpen = ({ starts, lastsMs }: Window, now: Date) => {
  const last = starts.nextRun(new Date(now.getTime() - lastsMs))
  return last !== null && last <= now
}

function timesOf({ starts, lastsMs }: Window, from: number, to: number): { from: number; to: number }[] {
  const times: { from: number; to: number }[] = []
  for (let at = starts.nextRun(new Date(from - lastsMs)); at !== null && times.length < mostTimes; ) {
    if (at.getTime() > to) break
    times.push({ from: Math.max(from, at.getTime()), to: Math.min(to, at.getTime() + lastsMs) })
    at = starts.nextRun(at)
  }
  return times
}

function windowsIn(config: unknown): Window[] {
  const told = part(part(config, 'schedulingConfig'), 'maintenanceWindows')
  if (!Array.isArray(told)) return []
  return told.flatMap((one) => {
    const [start, minutes] = [part(one, 'startTime'), part(one, 'durationInMinutes')]
    const starts = typeof start === 'string' ? startsOf(start) : null
    return starts && typeof minutes === 'number' && minutes > 0 ? [{ starts, lastsMs: minutes * minuteMs }] : []
  })
}

const part = (of: unknown, key: string): unknown =>
  typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[key] : undefined

/**
 * AWS's expression: cron(minutes hours day-of-month month day-of-week year), with seconds before them where there are seven
 * fields; UTC, Sunday is 1. What cannot be read is no window that we know of.
 */
function startsOf(expression: string): Cron | null {
  const fields = expression
    .replace(/^cron\((.*)\)$/, '$1')
    .trim()
    .split(/\s+/)
  const seven = fields.length === 7 ? fields : fields.length === 6 ? ['0', ...fields] : ['0', ...fields, '*']
  if (seven.length !== 7) return null
  try {
    const pattern = seven.map((field) => (field === '?' ? '*' : field)).join(' ')
    return new Cron(pattern, { mode: '7-part', timezone: 'UTC', alternativeWeekdays: true, paused: true })
  } catch {
    return null
  }
}
