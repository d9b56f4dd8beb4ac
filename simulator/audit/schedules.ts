import { days } from '../clock.ts'
import type { Audits, Schedule } from '../fleet/audits.ts'

export const weekDays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const

/** The schedules whose time has come, which are then set for their next day. */
export function dueSchedules({ schedules }: Audits, now: number): Schedule[] {
  const due = [...schedules.values()].filter(({ nextAt }) => nextAt <= now)
  for (const schedule of due) while (schedule.nextAt <= now) schedule.nextAt = followingRun(schedule)
  return due
}

/** The first run of a new or changed schedule: the next midnight, UTC, of the day it names. */
export function firstRun({ frequency, dayOfWeek, dayOfMonth }: Omit<Schedule, 'nextAt'>, now: number): number {
  const midnight = now - (now % days(1)) + days(1)
  if (frequency === 'DAILY') return midnight
  if (frequency === 'MONTHLY') return monthly(midnight, dayOfMonth)
  let at = midnight
  while (weekDays[new Date(at).getUTCDay()] !== dayOfWeek) at += days(1)
  return at
}

function followingRun({ nextAt, frequency, dayOfMonth }: Schedule): number {
  switch (frequency) {
    case 'WEEKLY':
      return nextAt + days(7)
    case 'BIWEEKLY':
      return nextAt + days(14)
    case 'MONTHLY':
      return monthly(nextAt + days(1), dayOfMonth)
    default:
      return nextAt + days(1)
  }
}

/** From this time on the first midnight of that day of a month; the last stands in for those a month does not have. */
function monthly(from: number, dayOfMonth: string | undefined): number {
  for (let at = from; ; at += days(1)) {
    const date = new Date(at)
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
    const wanted = dayOfMonth === 'LAST' ? last : Math.min(last, Number(dayOfMonth))
    if (date.getUTCDate() === wanted) return at
  }
}
