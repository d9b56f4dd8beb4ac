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

/** Sessions of each side on one axis from `from` to `to`; an end that nobody knows reaches the edge, marked as open. */
export function drawLanes(charts: Pick<IncidentCharts, 'from' | 'to' | 'lanes'>, sides: readonly Party[]): DrawnLane[] {
  const startMs = Date.parse(charts.from)
  const lengthMs = Math.max(1, Date.parse(charts.to) - startMs)
  const names = sideNames(sides)
  const at = (time: string) => Math.min(100, Math.max(0, ((Date.parse(time) - startMs) / lengthMs) * 100))
  return charts.lanes.map(({ party, sessions }) => ({
    key: party,
    name: names.has(party) ? `Side ${names.get(party)}` : 'Others',
    bars: sessions.map(({ from, to, endedBy }, index) => {
      const left = from ? at(from) : 0
      const right = to ? at(to) : 100
      const width = Math.max(thinnest, right - left)
      return {
        key: `${party} ${index}`,
        left: Math.min(left, 100 - thinnest),
        width: Math.min(width, 100 - Math.min(left, 100 - thinnest)),
        openStart: from === null,
        openEnd: to === null,
        from,
        to,
        endedBy,
      }
    }),
  }))
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
