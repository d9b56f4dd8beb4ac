/** How many windows in a row were beyond the limit, or within it. */
export type Streak = { beyond: number; within: number }

export type Turn = 'raise' | 'extend' | 'clear' | null

/** What one more window does to an alarm. Raised and cleared only after as many windows in a row as the behaviour asks. */
export function nextTurn(
  before: Streak | undefined,
  beyond: boolean,
  { inAlarm, toAlarm, toClear }: { inAlarm: boolean; toAlarm: number; toClear: number },
): { streak: Streak; turn: Turn } {
  const streak = beyond
    ? { beyond: Math.min((before?.beyond ?? 0) + 1, 10), within: 0 }
    : { beyond: 0, within: Math.min((before?.within ?? 0) + 1, 10) }
  if (inAlarm) {
    if (beyond) return { streak, turn: 'extend' }
    return { streak, turn: streak.within >= toClear ? 'clear' : null }
  }
  return { streak, turn: beyond && streak.beyond >= toAlarm ? 'raise' : null }
}
