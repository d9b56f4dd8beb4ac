const hourMs = 3_600_000

// Regulation (EU) 2024/2847, article 14: early warning and notification, both from becoming aware.
const clocks = [
  { hours: 24, what: 'early warning' },
  { hours: 72, what: 'notification' },
] as const

/** Both countdowns at `nowMs`: the share gone by, and what is left or over in words. */
export function clocksOf(awareAt: string, nowMs: number) {
  const since = Date.parse(awareAt)
  return clocks.map(({ hours, what }) => {
    const dueMs = since + hours * hourMs
    const left = dueMs - nowMs
    const over = left < 0
    return {
      hours,
      what,
      over,
      share: Math.min(1, Math.max(0, (nowMs - since) / (hours * hourMs))),
      said: over ? `over by ${hoursAndMinutes(-left)}` : `${hoursAndMinutes(left)} left`,
      due: new Date(dueMs).toISOString(),
    }
  })
}

// The law counts hours: days would hide how few are left.
function hoursAndMinutes(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
