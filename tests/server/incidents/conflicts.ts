import type { Cause } from '#contract/incidents.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { seeded } from '#tests/support/random.ts'

/** What feeds were on: ERROR logs alone show the one thrown out, INFO and presence events the newcomer, too. */
export type Feeds = 'error-log' | 'info-log' | 'presence' | 'both'
export const feedSets: readonly Feeds[] = ['error-log', 'info-log', 'presence', 'both']

/** A conflict of a known kind. */
export type Labelled = { cause: Cause | 'benign'; feeds: Feeds; records: ConnectionRecord[]; alikeNow: number }

type Holder = { principal: string; ip: string }
/** The share of records that never arrive: logging drops some under load. */
const lost = 0.1
const start = Date.parse('2026-11-01T08:00:00Z')
const certificate = (letter: string) => letter.repeat(64)

/** Writes the records that a series of sessions leaves: each newcomer throws out the one before. */
function recordsOf(sessions: { at: number; holder: Holder }[], feeds: Feeds, clientId: string, die: () => number) {
  const records: ConnectionRecord[] = []
  let serial = 0
  const add = (at: number, kind: 'connect' | 'disconnect', holder: Holder, version: number) => {
    if (die() < lost) return
    const base = {
      kind,
      clientId,
      principal: holder.principal,
      version: null,
      session: null,
      duplicate: kind === 'disconnect',
    }
    const log = feeds !== 'presence' && (kind === 'disconnect' || feeds !== 'error-log')
    if (log) {
      const reason = kind === 'disconnect' ? 'DUPLICATE_CLIENT_ID' : null
      const port = 40_000 + Math.floor(die() * 20_000)
      records.push({
        ...base,
        key: `log-${clientId}-${serial++}`,
        at: new Date(at),
        sourceIp: holder.ip,
        sourcePort: port,
        reason,
        feed: 'logs',
      })
    }
    if (feeds === 'presence' || feeds === 'both') {
      const reason = kind === 'disconnect' ? 'DUPLICATE_CLIENTID' : null
      const sourceIp = kind === 'connect' ? holder.ip : null
      const late = at + Math.floor(die() * 900)
      const session = `session-${clientId}-${version}`
      records.push({
        ...base,
        key: `event-${clientId}-${serial++}`,
        at: new Date(late),
        sourceIp,
        sourcePort: null,
        reason,
        session,
        version,
        feed: 'lifecycle',
      })
    }
  }
  sessions.forEach(({ at, holder }, place) => {
    const before = sessions[place - 1]
    if (before) add(at + Math.floor(die() * 400), 'disconnect', before.holder, place - 1)
    add(at, 'connect', holder, place)
  })
  return records
}

/** A conflict of one kind, with the noise of real ones, from a seed. */
export function conflict(cause: Labelled['cause'], feeds: Feeds, seed: number): Labelled {
  const { below } = seeded(seed)
  const next = () => below(1_000_000) / 1_000_000
  const between = (from: number, to: number) => from + (to - from) * next()
  const clientId = `device-${seed}`
  const times = (count: number, gap: () => number) => {
    let at = start + Math.floor(between(0, 86_400_000))
    return Array.from({ length: count }, () => (at += Math.floor(gap() * 1000)))
  }
  const ip = (net: number) => `198.51.${net}.${1 + Math.floor(next() * 250)}`
  const one = { principal: certificate('a'), ip: ip(1) }
  const made = (sessions: { at: number; holder: Holder }[], alikeNow = 1): Labelled => ({
    cause,
    feeds,
    alikeNow,
    records: recordsOf(sessions, feeds, clientId, next),
  })
  switch (cause) {
    case 'same-credential-two-places': {
      const other = { principal: one.principal, ip: ip(2 + Math.floor(next() * 50)) }
      const at = times(Math.floor(between(7, 40)), () => between(8, 90))
      return made(at.map((time, place) => ({ at: time, holder: place % 2 ? other : one })))
    }
    case 'two-credentials-one-client-id': {
      const other = { principal: certificate('b'), ip: next() < 0.3 ? one.ip : ip(7) }
      const at = times(Math.floor(between(5, 30)), () => between(8, 120))
      return made(at.map((time, place) => ({ at: time, holder: place % 2 ? other : one })))
    }
    case 'second-process': {
      const gap = between(5, 50)
      const at = times(Math.floor(between(7, 40)), () => gap * between(0.95, 1.05))
      return made(at.map((time) => ({ at: time, holder: one })))
    }
    case 'flapping-link': {
      let net = 10
      const at = times(Math.floor(between(4, 9)), () => between(60, 170))
      return made(
        at.map((time, place) => {
          if (place > 0 && next() < 0.8) net++
          return { at: time, holder: { principal: one.principal, ip: `203.0.${net}.9` } }
        }),
      )
    }
    case 'client-or-sdk-bug': {
      const gap = between(4, 30)
      const at = times(Math.floor(between(5, 20)), () => gap * between(0.9, 1.1))
      return made(
        at.map((time) => ({ at: time, holder: one })),
        20,
      )
    }
    default: {
      const at = times(2 + Math.floor(next() * 2), () => between(400, 4_000))
      return made(at.map((time) => ({ at: time, holder: one })))
    }
  }
}
