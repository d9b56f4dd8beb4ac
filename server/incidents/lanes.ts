import type { IncidentCharts } from '#contract/incidents.ts'
import { limits } from './correlate/limits.ts'
import type { ConnectionRecord } from './record.ts'

export type Lane = IncidentCharts['lanes'][number]
type Session = Lane['sessions'][number]
export type SideKey = { key: string; principal: string | null }

const mostLanes = 40

/**
 * The sessions of each side of one client ID. Credentials tell sides apart; where there is but one, addresses do: as in
 * judge.ts. `seen` are in order of time; `sides` name the lanes, others come after them.
 */
export function lanesOf(seen: readonly ConnectionRecord[], sides: readonly SideKey[]): Lane[] {
  const records = momentsOf(seen)
  const principals = new Set(records.flatMap(({ principal }) => principal ?? []))
  for (const { principal } of sides) if (principal) principals.add(principal)
  const keyOf = ({ principal, sourceIp }: ConnectionRecord) =>
    (principals.size > 1 ? principal : sourceIp) ?? (sides.length === 1 ? sides[0]?.key : null) ?? 'unknown'
  const lanes = new Map<string, ConnectionRecord[]>(sides.map(({ key }) => [key, []]))
  for (const record of records) {
    const key = keyOf(record)
    const lane = lanes.get(key)
    if (lane) lane.push(record)
    else lanes.set(key, [record])
  }
  return [...lanes]
    .map(([party, seen]) => ({ party, sessions: sessionsOf(seen) }))
    .filter(({ sessions }) => sessions.length > 0)
    .slice(0, mostLanes)
}

type Moment = ConnectionRecord & { feeds: Set<string> }

/**
 * Each moment once, with what every feed knows of it: logs tell the address and port of a disconnect, presence events
 * its session, and so the address that the session began with.
 */
function momentsOf(records: readonly ConnectionRecord[]): ConnectionRecord[] {
  const moments: Moment[] = []
  for (const record of records) {
    const same = sameMoment(moments, record)
    if (!same) {
      moments.push({ ...record, feeds: new Set([record.feed]) })
      continue
    }
    same.feeds.add(record.feed)
    same.principal ??= record.principal
    same.sourceIp ??= record.sourceIp
    same.sourcePort ??= record.sourcePort
    same.session ??= record.session
  }
  const began = new Map(moments.flatMap(({ session, sourceIp }) => (session && sourceIp ? [[session, sourceIp]] : [])))
  return moments.map((moment) => ({
    ...moment,
    sourceIp: moment.sourceIp ?? (moment.session === null ? null : (began.get(moment.session) ?? null)),
  }))
}

/** The moment that another feed told of already. Records are in order of time, so that it is one of the last. */
function sameMoment(moments: readonly Moment[], record: ConnectionRecord): Moment | undefined {
  for (let place = moments.length - 1; place >= 0; place--) {
    const moment = moments[place]
    if (!moment || record.at.getTime() - moment.at.getTime() > limits.sameMomentS * 1000) return undefined
    const alike = moment.kind === record.kind && moment.clientId === record.clientId && !moment.feeds.has(record.feed)
    if (alike && agree(moment.principal, record.principal) && agree(moment.sourceIp, record.sourceIp)) return moment
  }
  return undefined
}

const agree = (a: string | null, b: string | null) => a === null || b === null || a === b

type Open = { session: Session; record: ConnectionRecord }

/** A side's sessions: each connect with the disconnect that ends it. What nothing tells is null. */
function sessionsOf(records: readonly ConnectionRecord[]): Session[] {
  const sessions: Session[] = []
  const open: Open[] = []
  for (const record of records) {
    if (record.kind === 'connect') {
      const session: Session = { from: record.at.toISOString(), to: null, endedBy: null }
      sessions.push(session)
      open.push({ session, record })
      continue
    }
    const place = endedIn(open, record)
    const [ended] = place < 0 ? [] : open.splice(place, 1)
    const ending = { to: record.at.toISOString(), endedBy: record.reason }
    if (ended) Object.assign(ended.session, ending)
    else sessions.push({ from: null, ...ending })
  }
  return sessions
}

/** The open session that a disconnect ends: of the same port or session where records say it, else the oldest. */
function endedIn(open: readonly Open[], { sourcePort, session, clientId }: ConnectionRecord): number {
  const same = open.findIndex(
    ({ record }) =>
      (session !== null && record.session === session) || (sourcePort !== null && record.sourcePort === sourcePort),
  )
  return same >= 0 ? same : open.findIndex(({ record }) => record.clientId === clientId)
}
