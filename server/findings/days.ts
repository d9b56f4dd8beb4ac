export const dayMs = 86_400_000

/** How far off `at` is, in words that follow a verb: "in 3 days", "in less than a day". */
export function inDays(at: Date, now: Date): string {
  return spoken(at.getTime() - now.getTime(), (days) => `in ${days}`)
}

/** How long ago `at` was, in words that follow a verb: "3 days ago", "less than a day ago". */
export function daysSince(at: Date, now: Date): string {
  return spoken(now.getTime() - at.getTime(), (days) => `${days} ago`)
}

function spoken(ms: number, say: (days: string) => string): string {
  const whole = Math.floor(ms / dayMs)
  if (whole < 1) return say('less than a day')
  return say(whole === 1 ? '1 day' : `${whole} days`)
}
