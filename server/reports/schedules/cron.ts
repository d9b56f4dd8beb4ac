import { Cron } from 'croner'
import { Refusal } from '#server/platform/refusal.ts'

const oftenestMs = 3_600_000
// Enough to see the shortest gap of any rule that people write, and quick to find.
const looked = 50

/** When a rule of five fields (UTC) is next met after an instant; null when never again. Throws a Refusal for a rule that is none. */
export function nextRun(cron: string, after: Date): Date | null {
  return parsed(cron).nextRun(after)
}

/** Throws a Refusal for a rule that is none, that is never met, or is met more than once an hour. */
export function requireSeldom(cron: string, now: Date): void {
  const runs = parsed(cron).nextRuns(looked, now)
  if (runs.length === 0) throw new Refusal('invalid', 'This time never comes.')
  const gaps = runs.slice(1).map((run, place) => run.getTime() - (runs[place]?.getTime() ?? 0))
  if (gaps.some((gap) => gap < oftenestMs)) throw new Refusal('invalid', 'At most one report an hour.')
}

function parsed(cron: string): Cron {
  try {
    // Without this it would know nicknames, too, which say nothing to who reads fields.
    if (cron.trim().split(/\s+/).length !== 5) throw new Error('Not five fields')
    return new Cron(cron, { mode: '5-part', timezone: 'UTC', paused: true })
  } catch {
    throw new Refusal('invalid', 'Give the five fields of a cron rule: minute, hour, day, month, weekday.')
  }
}
