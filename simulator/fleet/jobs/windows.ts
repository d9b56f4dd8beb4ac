import type { MaintenanceWindow, SchedulingConfig } from '@aws-sdk/client-iot'
import { Cron } from 'croner'
import { minutes } from '../../clock.ts'

const shownRollouts = 7

/** When a job may next be rolled out, in epoch milliseconds: `at` itself without windows, or while one is open; undefined: never again. */
export function nextOpening(scheduling: SchedulingConfig | undefined, at: number): number | undefined {
  const windows = scheduling?.maintenanceWindows ?? []
  if (windows.length === 0) return at
  const opened = windows.flatMap(
    (one) => startsOf(one).nextRun(new Date(at - minutes(one.durationInMinutes ?? 0))) ?? [],
  )
  const first = opened.reduce((least, one) => Math.min(least, one.getTime()), Number.POSITIVE_INFINITY)
  return Number.isFinite(first) ? Math.max(at, first) : undefined
}

/** The next starts of its windows, as AWS shows them. */
export function scheduledRollouts(scheduling: SchedulingConfig | undefined, now: number): { startTime: string }[] {
  return (scheduling?.maintenanceWindows ?? [])
    .flatMap((one) => startsOf(one).nextRuns(shownRollouts, new Date(now)))
    .sort((a, b) => a.getTime() - b.getTime())
    .slice(0, shownRollouts)
    .map((at) => ({ startTime: at.toISOString().slice(0, 16) }))
}

/** Throws for an expression that is none: cron(minutes hours day-of-month month day-of-week year), in UTC, Sunday is 1. */
export function startsOf({ startTime = '' }: Pick<MaintenanceWindow, 'startTime'>): Cron {
  const fields = startTime
    .replace(/^cron\((.*)\)$/, '$1')
    .trim()
    .split(/\s+/)
  const seven = fields.length === 6 ? ['0', ...fields] : fields
  const pattern = seven.map((field) => (field === '?' ? '*' : field)).join(' ')
  return new Cron(pattern, { mode: '7-part', timezone: 'UTC', alternativeWeekdays: true, paused: true })
}
