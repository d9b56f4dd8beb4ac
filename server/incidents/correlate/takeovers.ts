import type { ConnectionRecord } from '../record.ts'
import { limits } from './limits.ts'

/** One side of a take-over, as far as records say who it was. */
export type Side = { principal: string | null; sourceIp: string | null }

/** One time that a session ended because its client ID connected again. */
export type TakeOver = {
  at: number
  victim: Side
  /** Who came: from the connect record nearest to it, else unknown. */
  newcomer: Side | null
  /** When the session that was thrown out had begun, when a record says so. */
  victimSince: number | null
}

/**
 * The take-overs that a client ID's records tell of, in order of time. Depends on the set of records only: not on
 * their order, their repetition or which feed was first.
 */
export function takeOvers(records: readonly ConnectionRecord[]): TakeOver[] {
  const sorted = inOrder(records)
  const ends = merged(sorted.filter(({ kind, duplicate }) => kind === 'disconnect' && duplicate))
  const connects = merged(sorted.filter(({ kind }) => kind === 'connect'))
  const taken = new Set<Moment>()
  return ends.map((end) => {
    const came = nearest(connects, end, taken)
    if (came) taken.add(came)
    const begun = begunBefore(connects, end, came)
    return {
      at: end.at,
      // The end of a session may lack what its beginning told: presence events have the address there only.
      victim: {
        principal: end.principal ?? begun?.principal ?? null,
        sourceIp: end.sourceIp ?? begun?.sourceIp ?? null,
      },
      newcomer: came ? sideOf(came) : null,
      victimSince: begun?.at ?? null,
    }
  })
}

/** A moment that one or several feeds told of. */
type Moment = Side & { at: number; session: string | null; feeds: Set<string> }

function inOrder(records: readonly ConnectionRecord[]): ConnectionRecord[] {
  const once = [...new Map(records.map((record) => [record.key, record])).values()]
  return once.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1))
}

/** Joins what different feeds say of the same moment: logs know the address, lifecycle events the session. */
function merged(records: ConnectionRecord[]): Moment[] {
  const moments: Moment[] = []
  for (const record of records) {
    const at = record.at.getTime()
    const same = lastSince(
      moments,
      at - limits.sameMomentS * 1000,
      (moment) => !moment.feeds.has(record.feed) && agrees(moment, record),
    )
    if (!same) {
      const { principal, sourceIp, session, feed } = record
      moments.push({ at, principal, sourceIp, session, feeds: new Set([feed]) })
      continue
    }
    same.principal ??= record.principal
    same.sourceIp ??= record.sourceIp
    same.session ??= record.session
    same.feeds.add(record.feed)
  }
  return moments
}

/** The last moment that fits and is not older than `since`. Moments are in order of time. */
function lastSince(moments: Moment[], since: number, fits: (moment: Moment) => boolean): Moment | undefined {
  for (let place = moments.length - 1; place >= 0; place--) {
    const moment = moments[place]
    if (!moment || moment.at < since) return undefined
    if (fits(moment)) return moment
  }
  return undefined
}

const agrees = (a: Side, b: Side) => agree(a.principal, b.principal) && agree(a.sourceIp, b.sourceIp)
const agree = (a: string | null, b: string | null) => a === null || b === null || a === b
const sideOf = ({ principal, sourceIp }: Side): Side => ({ principal, sourceIp })
const sameSide = (a: Side, b: Side) => agrees(a, b) && (a.principal !== null || a.sourceIp !== null)

/** The connect nearest in time that no other take-over has claimed; of two the later, for it displaced the old session. */
function nearest(connects: Moment[], { at }: Moment, taken: ReadonlySet<Moment>): Moment | undefined {
  let best: Moment | undefined
  for (let place = firstSince(connects, at - limits.takeOverS * 1000); place < connects.length; place++) {
    const connect = connects[place]
    if (!connect || connect.at > at + limits.takeOverS * 1000) break
    if (!taken.has(connect) && (!best || Math.abs(connect.at - at) <= Math.abs(best.at - at))) best = connect
  }
  return best
}

/** The place of the first moment that is not older than `since`. */
function firstSince(moments: Moment[], since: number): number {
  let from = 0
  let to = moments.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((moments[middle]?.at ?? 0) < since) from = middle + 1
    else to = middle
  }
  return from
}

const sessionsLookedBack = 40

/** The beginning of the session that ended at `end`, if a record tells of it: by its session, else by who it was. */
function begunBefore(connects: Moment[], end: Moment, came: Moment | undefined): Moment | undefined {
  const last = firstSince(connects, end.at) - 1
  for (let place = last; place >= 0 && place > last - sessionsLookedBack; place--) {
    const connect = connects[place]
    if (!connect || connect === came) continue
    if (end.session !== null && connect.session !== null) {
      if (end.session === connect.session) return connect
    } else if (sameSide(connect, end)) return connect
  }
  return undefined
}
