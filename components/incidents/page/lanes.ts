import type { IncidentCharts, Party } from '#contract/incidents.ts'
import { sideNames } from './side-words.ts'

/** A session as it is drawn: percent of the width, and whether its ends are known. */
export type Bar = {
  key: string
  left: number
  width: number
  openStart: boolean
  openEnd: boolean
  from: string | null
  to: string | null
  endedBy: string | null
}
export type DrawnLane = { key: string; name: string; bars: Bar[] }

// Thinner could not be seen or pointed at.
const thinnest = 0.4
const stub = 1

type Lane = IncidentCharts['lanes'][number]
type Session = Lane['sessions'][number]

// Two feeds tell of one end within this time; the one that names no side adds nothing then.
const sameMomentMs = 2_000

/**
 * Sessions of each side on one axis from `from` to `to`. An unknown beginning is a stub before the known end; an unknown
 * end reaches the side's next session, or the edge. What names no side and is told of a named one already is left out.
 */
export function drawLanes(
  charts: Pick<IncidentCharts, 'from' | 'to' | 'lanes'>,
  sides: readonly Party[],
  clients: readonly string[] = [],
): DrawnLane[] {
  const startMs = Date.parse(charts.from)
  const lengthMs = Math.max(1, Date.parse(charts.to) - startMs)
  const names = sideNames(sides)
  const at = (time: string) => Math.min(100, Math.max(0, ((Date.parse(time) - startMs) / lengthMs) * 100))
  const told = charts.lanes.flatMap((lane) => (names.has(lane.party) ? lane.sessions : []))
  return charts.lanes.flatMap(({ party, sessions }) => {
    // A storm has a lane for each of its client IDs.
    if (clients.includes(party)) {
      return [
        { key: party, name: party, bars: sessions.map((one, n) => drawn(one, sessions[n + 1], `${party} ${n}`, at)) },
      ]
    }
    const own = names.has(party) ? sessions : sessions.filter((one) => !told.some((named) => isSame(one, named)))
    if (own.length === 0) return []
    const name = names.has(party) ? `Side ${names.get(party)}` : 'Unknown'
    return [{ key: party, name, bars: own.map((one, index) => drawn(one, own[index + 1], `${party} ${index}`, at)) }]
  })
}

function isSame(one: Session, other: Session) {
  const near = (a: string | null, b: string | null) =>
    a !== null && b !== null && Math.abs(Date.parse(a) - Date.parse(b)) <= sameMomentMs
  return near(one.to, other.to) || near(one.from, other.from)
}

function drawn(
  { from, to, endedBy }: Session,
  next: Session | undefined,
  key: string,
  at: (time: string) => number,
): Bar {
  const right = to ? at(to) : next?.from ? at(next.from) : 100
  const left = Math.min(from ? at(from) : Math.max(0, right - stub), 100 - thinnest)
  const width = Math.min(Math.max(thinnest, right - left), 100 - left)
  return { key, left, width, openStart: from === null, openEnd: to === null, from, to, endedBy }
}

/** What the lanes show in a sentence, for those who cannot see them. */
export function lanesInWords(lanes: readonly DrawnLane[]) {
  const said = lanes.map(({ name, bars }) => {
    const ended = bars.filter(({ endedBy }) => endedBy !== null).length
    return `${name}: ${bars.length} ${bars.length === 1 ? 'session' : 'sessions'}, ${ended} with a known end`
  })
  return said.length > 0 ? `${said.join('. ')}.` : 'No session is known.'
}

const minuteMs = 60_000

/** How many minutes one bar of the storm chart stands for. */
export function barMinutes(perMinute: IncidentCharts['perMinute']) {
  const [first, second] = perMinute
  return first && second ? Math.round((Date.parse(second.at) - Date.parse(first.at)) / minuteMs) : 1
}
