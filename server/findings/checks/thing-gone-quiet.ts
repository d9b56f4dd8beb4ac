import { check } from '../check.ts'
import { dayMs, dayOf } from '../days.ts'

const hourMs = 3_600_000
// Limits differ from thing to thing, and time is followed by fixed steps: each is looked at again after 1, 2, 4 … hours.
const steps = Array.from({ length: 14 }, (_, step) => 2 ** step / 24)
// One absence may have been an accident; a second makes a habit.
const gapsNeeded = 2

export default check({
  about: 'thing',
  reads: ['things', 'presence'],
  title: 'Device has gone quiet, against its habit',
  why: 'It may be stolen, broken or kept from connecting, and nobody notices what does not report.',
  fix: 'See why it left (disconnect reason, last address), and look for it; take its certificate out of use if it is lost.',
  source:
    'Our own judgement: away for several times as long as it usually is, and longer than it ever was. The usual absence is a moving mean, the longest guards against rare long ones',
  severity: 'medium',
  parameters: {
    factor: { label: 'Away for so many times its usual absence', unit: 'times', default: 4, min: 2, max: 50 },
    leastHours: { label: 'But not before', unit: 'hours', default: 6, min: 1, max: 720 },
    mostDays: { label: 'Without a known habit after', unit: 'days', default: 90, min: 1, max: 340 },
  },
  boundaries: [
    ...steps.map((days) => ({ column: 'since' as const, days: () => days })),
    { column: 'since', days: ({ mostDays }) => mostDays },
    { column: 'since', days: ({ leastHours }) => leastHours / 24 },
  ],
  // One that never came has not gone.
  applies: ({ presence }) => presence === null || presence.connected || presence.since !== null,
  judge({ presence }, now, { factor, leastHours, mostDays }) {
    if (!presence) return { unknown: 'Whether it is connected is not known' }
    const { connected, since, gapsObserved, typicalGapS, longestGapS } = presence
    if (connected || !since) return null
    const awayMs = now.getTime() - since.getTime()
    if (gapsObserved < gapsNeeded || !typicalGapS) {
      if (awayMs >= mostDays * dayMs) return { severity: 'medium', detail: `Away since ${dayOf(since)}` }
      // Shorter than anything that would be held against it.
      if (awayMs < leastHours * hourMs) return null
      return { unknown: 'It was not seen to come and go often enough to know its habit' }
    }
    const limitMs = Math.max(typicalGapS * factor * 1000, (longestGapS ?? 0) * 1500, leastHours * hourMs)
    if (awayMs < limitMs) return null
    return {
      severity: 'medium',
      detail: `Away since ${dayOf(since)}; usually ${spoken(typicalGapS)}, ${spoken(longestGapS ?? typicalGapS)} at most`,
    }
  },
})

function spoken(seconds: number): string {
  if (seconds < 7200) return `${Math.max(1, Math.round(seconds / 60))} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`
}
