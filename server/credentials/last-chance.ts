import type { LastChance } from '#contract/things.ts'

/** What is known of how a device comes and goes; `since` is when it last connected or disconnected. */
export type Visits = {
  connected: boolean
  since: Date | null
  gapsObserved: number
  typicalGapS: number | null
  longestGapS: number | null
}

// One absence may have been an accident; a second makes a habit.
const gapsNeeded = 2

/**
 * When a device should last be reachable before `notAfter`: now, or the last visit its habit promises.
 * `visits` is null when nothing says whether it connects.
 */
export function lastChance(notAfter: Date | null, visits: Visits | null, now: Date): LastChance {
  const { gapsObserved = 0, typicalGapS = null, longestGapS = null } = visits ?? {}
  const say = (state: LastChance['state'], at: Date | null = null): LastChance => {
    return { state, at: at?.toISOString() ?? null, typicalGapS, longestGapS, gapsObserved }
  }
  if (!notAfter) return say('no-expiry')
  if (!visits) return say('presence-unknown')
  if (visits.connected) {
    // Should it leave now, it may stay away for as long as it ever did; when that is too long, no later day is left.
    const until = secondsAfter(notAfter, -(longestGapS ?? typicalGapS ?? 0))
    return say('connected-now', until > now ? until : null)
  }
  if (!visits.since) return say('never-connected')
  if (notAfter <= now) return say('passed')
  if (gapsObserved < gapsNeeded || !typicalGapS) return say('not-enough-observed')
  const visitsToCome = Math.floor((notAfter.getTime() - visits.since.getTime()) / (typicalGapS * 1000))
  const last = secondsAfter(visits.since, visitsToCome * typicalGapS)
  return say(visitsToCome < 1 || last <= now ? 'passed' : 'estimated', last)
}

const secondsAfter = (time: Date, seconds: number) => new Date(time.getTime() + seconds * 1000)
