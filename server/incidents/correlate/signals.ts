import { limits } from './limits.ts'
import { networkOf } from './network.ts'
import type { Side, TakeOver } from './takeovers.ts'

/** What the rules weigh: everything they may know about one episode of one client ID. */
export type Signals = {
  kicks: number
  /** The most take-overs in any window of `limits.windowS`. */
  mostInWindow: number
  spanS: number
  principals: number
  addresses: number
  networks: number
  /** Share of take-overs whose newcomer a record names. */
  newcomersKnown: number
  principalsKnown: boolean
  addressesKnown: boolean
  /** Times that an address came back after another had been there (A, B, A), by the order of sides. */
  returns: number
  /** Times that the address changed for one not seen before. */
  moves: number
  /** Times that a side replaced itself: same credential, same address. */
  selfReplaced: number
  medianGapS: number | null
  /** Spread of the gaps around their median, as a share of it; small is regular. */
  gapSpread: number | null
  /** Median life of the sessions that were thrown out, where their beginning is known. */
  medianLifeS: number | null
  /** Other client IDs that one of its credentials was used with in the same time. */
  otherClients: number
  /** Client IDs of the same thing type in conflict at the same time, this one included. */
  alikeNow: number
}

/** What its neighbours add; both default to "nothing seen". */
export type Neighbours = { otherClients: number; alikeNow: number }

/** Sums up an episode. `takeOvers` are in order of time; none gives no signals. */
export function signalsOf(takeOvers: readonly TakeOver[], { otherClients, alikeNow }: Neighbours): Signals {
  const sides = sequenceOf(takeOvers)
  const addresses = sides.flatMap(({ sourceIp }) => sourceIp ?? [])
  const principals = new Set(sides.flatMap(({ principal }) => principal ?? []))
  const gaps = takeOvers.slice(1).map(({ at }, place) => (at - (takeOvers[place]?.at ?? at)) / 1000)
  const lives = takeOvers.flatMap(({ at, victimSince }) => (victimSince === null ? [] : [(at - victimSince) / 1000]))
  const first = takeOvers[0]?.at ?? 0
  return {
    kicks: takeOvers.length,
    mostInWindow: mostWithin(takeOvers, limits.windowS * 1000),
    spanS: ((takeOvers.at(-1)?.at ?? first) - first) / 1000,
    principals: principals.size,
    addresses: new Set(addresses).size,
    networks: new Set(addresses.map(networkOf)).size,
    newcomersKnown: takeOvers.length ? takeOvers.filter(({ newcomer }) => newcomer).length / takeOvers.length : 0,
    principalsKnown: principals.size > 0,
    addressesKnown: addresses.length > 0,
    ...movesIn(addresses),
    selfReplaced: takeOvers.filter(({ victim, newcomer }) => newcomer && isSame(victim, newcomer)).length,
    medianGapS: median(gaps),
    gapSpread: spread(gaps),
    medianLifeS: median(lives),
    otherClients,
    alikeNow,
  }
}

/** Who held the client ID, one after the other: each victim, and the newcomer where the next victim does not tell. */
function sequenceOf(takeOvers: readonly TakeOver[]): Side[] {
  return takeOvers.flatMap(({ victim, newcomer }, place) => {
    const next = takeOvers[place + 1]?.victim
    return newcomer && !(next && isSame(newcomer, next)) ? [victim, newcomer] : [victim]
  })
}

function movesIn(addresses: readonly string[]): { returns: number; moves: number } {
  const seen = new Set<string>()
  let last: string | undefined
  let returns = 0
  let moves = 0
  for (const address of addresses) {
    if (last !== undefined && address !== last) seen.has(address) ? returns++ : moves++
    seen.add(address)
    last = address
  }
  return { returns, moves }
}

const isSame = (a: Side, b: Side) => a.principal === b.principal && a.sourceIp === b.sourceIp && a.sourceIp !== null

/** The most take-overs in any time of this length. */
export function mostWithin(takeOvers: readonly TakeOver[], windowMs: number): number {
  let most = 0
  let from = 0
  takeOvers.forEach(({ at }, place) => {
    while ((takeOvers[from]?.at ?? at) < at - windowMs) from++
    most = Math.max(most, place - from + 1)
  })
  return most
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}

function spread(values: readonly number[]): number | null {
  const middle = median(values)
  if (middle === null || middle === 0 || values.length < 3) return null
  return (median(values.map((value) => Math.abs(value - middle))) ?? 0) / middle
}
