import { shortId } from '../short-id.ts'
import type { Unread } from './in-place.ts'
import type { Sighting } from './sighting.ts'

/**
 * What a look at a target's sessions says: where it stands, and the sentence that proves or contradicts it. 'undecided': a
 * session has just begun that may well be somebody else's, and the record of who it is may still come.
 */
export type Verdict = {
  state: 'out' | 'not-contained' | 'unproved' | 'undecided'
  observation: string
  live: string[]
  /** AWS did not tell. */
  unread?: Unread
}

type Judged = {
  appliedAt: Date
  kind?: string /** Records come later than sessions: this much, at the most. */
  recordsMs?: number
}

/** Judges a target that is meant to be kept out, by what was seen of each of its clients. */
export function judgeContainment(sightings: readonly Sighting[], { appliedAt, kind, recordsMs = 0 }: Judged): Verdict {
  if (sightings.length === 0 && kind === 'thing-group') {
    const observation = 'The sessions of its members are not looked up one by one, so that nothing proves they ended.'
    return { state: 'unproved', observation, live: [] }
  }
  if (sightings.length === 0) {
    return {
      state: 'unproved',
      observation: 'No client ID is known for it, so that no session can be looked up.',
      live: [],
    }
  }
  const others = sightings.filter((seen) => seen.live && seen.heldBy !== undefined)
  const live = sightings.filter((seen) => seen.live && !others.includes(seen))
  // Whoever else uses a client ID is not thrown out on suspicion.
  const names = live.filter(({ contested }) => !contested).map(({ clientId }) => clientId)
  const unknown = sightings.filter((seen) => seen.live === null)
  const awaited = live.every(
    ({ contested, since, at }) => contested && since && at.getTime() - since.getTime() < recordsMs,
  )
  if (live.length > 0)
    return {
      state: awaited ? 'undecided' : 'not-contained',
      observation: `${stillLive(sightings, live, appliedAt)}${whoseIs(live)}${heldByOthers(others)}`,
      live: names,
    }
  const [first] = unknown
  if (first) {
    const who = sightings.length === 1 ? first.clientId : `${unknown.length} of ${sightings.length} clients`
    const observation = `Nothing tells whether ${who} ${unknown.length === 1 ? 'has' : 'have'} a session. ${first.problem ?? ''}`
    const denied = unknown.some((seen) => seen.denied)
    return { state: 'unproved', observation: observation.trim(), live: [], unread: { words: '', denied } }
  }
  const gone = sightings.filter((seen) => !others.includes(seen))
  const observation = `${gone.length > 0 ? noneLive(gone, appliedAt) : ''}${heldByOthers(others)}`.trim()
  return { state: 'out', observation, live: [] }
}

function heldByOthers(others: readonly Sighting[]): string {
  const words = others.slice(0, 5).map(({ clientId, heldBy = '', by, at }) => {
    return ` ${clientId} is connected with another credential (${shortId(heldBy)}), not with this one, by ${by} and the latest record at ${clock(at)}.`
  })
  return `${words.join('')}${others.length > words.length ? ` So are ${others.length - words.length} more.` : ''}`
}

/** What keeps a live session from being called this target's. */
function whoseIs(live: readonly Sighting[]): string {
  const unknown = live.filter(({ nobodyKnows }) => nobodyKnows)
  const [first] = unknown
  if (!first) return ''
  const whose = unknown.length === 1 ? `the session of ${first.clientId}` : `${unknown.length} of these sessions`
  const left = unknown.some(({ contested }) => contested)
    ? ' Other credentials use the same client ID: it is not closed.'
    : ''
  return ` No record says whose ${whose} ${unknown.length === 1 ? 'is' : 'are'}.${left}`
}

/** Says whether a client that was only disconnected came back. */
export function describeReturn(seen: Sighting, appliedAt: Date): { returned: boolean; observation: string } {
  if (seen.live === null) {
    return {
      returned: false,
      observation: `Nothing tells whether ${seen.clientId} has a session. ${seen.problem ?? ''}`.trim(),
    }
  }
  if (!seen.live) return { returned: false, observation: noneLive([seen], appliedAt) }
  const again = seen.since && seen.since >= appliedAt
  const observation = again
    ? `${seen.clientId} connected again ${after(seen.since, appliedAt)} by ${seen.by} at ${clock(seen.at)}.`
    : stillLive([seen], [seen], appliedAt)
  return { returned: true, observation }
}

function noneLive(sightings: readonly Sighting[], appliedAt: Date): string {
  const [only] = sightings
  const latest = sightings.reduce((late, seen) => (time(seen.since) > time(late.since) ? seen : late))
  const ended = latest.since
    ? `; last disconnected ${after(latest.since, appliedAt)}${latest.reason ? ` (${latest.reason})` : ''}`
    : '; AWS remembers none'
  if (sightings.length === 1 && only)
    return `No live session for ${only.clientId} by ${only.by} at ${clock(only.at)}${ended}.`
  return `No live session for any of ${sightings.length} clients by ${ways(sightings)} at ${clock(latestLook(sightings))}${ended}.`
}

function stillLive(sightings: readonly Sighting[], live: readonly Sighting[], appliedAt: Date): string {
  const [first] = live
  if (sightings.length === 1 && first) {
    const since = first.since ? `, connected ${after(first.since, appliedAt)}` : ''
    return `${first.clientId} has a live session by ${first.by} at ${clock(first.at)}${since}.`
  }
  const names = live.slice(0, 5).map(({ clientId }) => clientId)
  const more = live.length > names.length ? ` and ${live.length - names.length} more` : ''
  return `${live.length} of ${sightings.length} clients have a live session by ${ways(live)} at ${clock(latestLook(live))}: ${names.join(', ')}${more}.`
}

// AWS's clock and ours are not the same: a second before the call is no news.
function after(since: Date | null, appliedAt: Date): string {
  if (!since) return ''
  const seconds = Math.round((since.getTime() - appliedAt.getTime()) / 1000)
  if (seconds < -1) return `at ${clock(since)}, before the call`
  return seconds <= 0 ? 'at the moment of the call' : `${seconds} s after the call`
}

const ways = (sightings: readonly Sighting[]) => [...new Set(sightings.map(({ by }) => by))].join(' and ')
const latestLook = (sightings: readonly Sighting[]) => new Date(Math.max(...sightings.map(({ at }) => at.getTime())))
const time = (date: Date | null) => date?.getTime() ?? 0
const clock = (date: Date) => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
