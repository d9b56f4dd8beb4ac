import { Cron } from 'croner'

/** The next times a schedule makes a report, as ISO strings, or why it cannot be read. Five fields, UTC. */
export function nextRuns(cron: string, count = 3): { at: string[] } | { whyNot: string } {
  if (cron.trim().split(/\s+/).length !== 5) return { whyNot: 'Five fields: minute, hour, day, month, weekday' }
  try {
    const at = new Cron(cron.trim(), { timezone: 'UTC', paused: true }).nextRuns(count)
    return at.length > 0 ? { at: at.map((time) => time.toISOString()) } : { whyNot: 'It never comes to pass' }
  } catch {
    return { whyNot: 'That is not a rhythm: minute, hour, day, month, weekday, like 0 6 * * 1' }
  }
}
