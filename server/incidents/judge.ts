import type { Cause, EvidenceLine, Severity } from '#contract/incidents.ts'
import { weigh } from './causes.ts'
import { type Episode, episodesOf } from './correlate/episodes.ts'
import { limits } from './correlate/limits.ts'
import { networkOf } from './correlate/network.ts'
import { mostWithin, type Neighbours, type Signals, signalsOf } from './correlate/signals.ts'
import { type Side, type TakeOver, takeOvers } from './correlate/takeovers.ts'
import type { ConnectionRecord } from './record.ts'
import { rate } from './severity.ts'

/** What is known of a client ID beside its records. */
export type Surroundings = Neighbours & {
  registered: boolean
  /** The thing is marked critical by an attribute or a group. */
  critical: boolean
}

/** One side as the records tell it. Its certificate and thing are looked up when it is shown. */
export type SeenSide = {
  key: string
  principal: string | null
  addresses: string[]
  networks: string[]
  firstAt: string
  lastAt: string
  connects: number
  kicked: number
  seenAs: 'victim' | 'newcomer' | 'both'
}

/** Everything an incident says that follows from records; what people add is not in it. */
export type Judgement = {
  firstAt: Date
  lastAt: Date
  kicks: number
  ratePerMinute: number
  active: boolean
  cause: Cause
  confidence: number
  evidence: EvidenceLine[]
  wouldDecide: string[]
  severity: Severity
  severityReasons: string[]
  sides: SeenSide[]
}

/**
 * Judges one client ID by its records, which may come in any order and repeat. Null when nothing in them is more than a
 * benign reconnect. `now` decides only whether it is still going on.
 */
export const judge = (records: readonly ConnectionRecord[], around: Surroundings, now: Date): Judgement | null =>
  judgeTakeOvers(takeOvers(records), around, now)

/** The same of take-overs that were found already, in order of time. */
export function judgeTakeOvers(found: readonly TakeOver[], around: Surroundings, now: Date): Judgement | null {
  const episodes = episodesOf(found).filter(isConflict)
  const last = episodes.at(-1)
  const first = episodes[0]
  if (!first || !last) return null
  const signals = signalsOf(last.takeOvers, around)
  const verdict = weigh(signals)
  const all = episodes.flatMap((episode) => episode.takeOvers)
  const ratePerMinute = rateOf(last, signals)
  const { severity, reasons } = rate({ ...around, cause: verdict.cause, ratePerMinute, kicks: all.length })
  return {
    firstAt: new Date(first.from),
    lastAt: new Date(last.to),
    kicks: all.length,
    ratePerMinute,
    active: now.getTime() - last.to <= limits.quietS * 1000,
    ...verdict,
    severity,
    severityReasons: reasons,
    sides: sidesOf(all),
  }
}

/** More than what a network event explains: several within minutes, or two credentials on one client ID. */
function isConflict({ takeOvers }: Episode): boolean {
  if (mostWithin(takeOvers, limits.windowS * 1000) >= limits.kicksInWindow) return true
  const principals = takeOvers.flatMap(({ victim, newcomer }) =>
    [victim.principal ?? [], newcomer?.principal ?? []].flat(),
  )
  return new Set(principals).size >= 2
}

function rateOf({ from, to }: Episode, { kicks }: Signals): number {
  const minutes = Math.max(1, (to - from) / 60_000)
  return Math.round((kicks / minutes) * 100) / 100
}

/** Credentials tell sides apart; where there is but one, addresses do. */
function sidesOf(all: readonly TakeOver[]): SeenSide[] {
  const principals = new Set(
    all.flatMap(({ victim, newcomer }) => [victim.principal, newcomer?.principal].filter(Boolean)),
  )
  const keyOf = ({ principal, sourceIp }: Side) => (principals.size > 1 ? principal : sourceIp) ?? 'unknown'
  const sides = new Map<string, SeenSide & { roles: Set<string> }>()
  const note = (side: Side, at: number, role: 'victim' | 'newcomer') => {
    const key = keyOf(side)
    const iso = new Date(at).toISOString()
    const known = sides.get(key)
    const seen = known ?? {
      ...{ key, principal: side.principal, addresses: [], networks: [], firstAt: iso, lastAt: iso },
      ...{ connects: 0, kicked: 0, seenAs: role, roles: new Set<string>() },
    }
    seen.lastAt = iso
    seen.principal ??= side.principal
    if (side.sourceIp && !seen.addresses.includes(side.sourceIp) && seen.addresses.length < mostAddresses) {
      seen.addresses.push(side.sourceIp)
      const network = networkOf(side.sourceIp)
      if (!seen.networks.includes(network)) seen.networks.push(network)
    }
    if (role === 'victim') seen.kicked++
    else seen.connects++
    seen.roles.add(role)
    if (!known) sides.set(key, seen)
  }
  for (const { at, victim, newcomer } of all) {
    note(victim, at, 'victim')
    if (newcomer) note(newcomer, at, 'newcomer')
  }
  return [...sides.values()]
    .sort((a, b) => b.kicked + b.connects - a.kicked - a.connects || (a.key < b.key ? -1 : 1))
    .slice(0, mostSides)
    .map(({ roles, ...side }) => ({ ...side, seenAs: roles.size > 1 ? 'both' : side.seenAs }))
}

const mostAddresses = 20
const mostSides = 20
