import type pg from 'pg'
import { barsOf, type Chart } from '../charts.ts'
import type { Lane } from '../lanes.ts'

/** Keeps what the charts of incidents are drawn from. */
export async function keepCharts(
  tx: pg.PoolClient,
  charts: readonly { incident: string; chart: Chart }[],
): Promise<void> {
  if (charts.length === 0) return
  const column = (of: (chart: Chart) => unknown) => charts.map(({ chart }) => of(chart))
  await tx.query({
    name: 'incident-charts-keep',
    text: `INSERT INTO incident_charts AS c (incident_id, from_at, to_at, bar_minutes, bars, gaps, lanes, cut)
      SELECT n.id, n.f, n.t, n.width, n.bars, array(SELECT jsonb_array_elements_text(n.gaps)::int), n.lanes, n.cut
      FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::int[], $5::jsonb[], $6::jsonb[], $7::jsonb[], $8::bool[])
        AS n (id, f, t, width, bars, gaps, lanes, cut)
      ON CONFLICT (incident_id) DO UPDATE SET from_at = excluded.from_at, to_at = excluded.to_at,
        bar_minutes = excluded.bar_minutes, bars = excluded.bars, gaps = excluded.gaps, lanes = excluded.lanes, cut = excluded.cut`,
    values: [
      charts.map(({ incident }) => incident),
      column(({ from }) => new Date(from)),
      column(({ to }) => new Date(to)),
      column(({ barMinutes }) => barMinutes),
      column(({ bars }) => JSON.stringify(bars)),
      column(({ gaps }) => JSON.stringify(gaps)),
      column(({ lanes }) => JSON.stringify(lanes)),
      column(({ cut }) => cut),
    ],
  })
}

type Session = Lane['sessions'][number]

const lanesOfStorm = 20

type Summed = {
  minutes: [number, number][] | null
  gaps: number[] | null
  lanes: { party: string; lanes: Lane[] }[] | null
  width: number | null
  cut: boolean | null
}

/** Makes a storm's charts show all of its members together; its lanes are those with the most take-overs, one for each. */
export async function sumCharts(tx: pg.PoolClient, storm: string): Promise<void> {
  const { rows } = await tx.query<Summed>(
    `SELECT
       (SELECT jsonb_agg(jsonb_build_array(b.minute, b.kicks)) FROM (
          SELECT (b ->> 0)::bigint * c.bar_minutes AS minute, sum((b ->> 1)::int) AS kicks
          FROM incidents i JOIN incident_charts c ON c.incident_id = i.id CROSS JOIN jsonb_array_elements(c.bars) b
          WHERE i.merged_into = $1 GROUP BY 1) b) AS minutes,
       (SELECT array_agg(g.count ORDER BY g.place) FROM (
          SELECT g.place, sum(g.count)::int AS count FROM incidents i JOIN incident_charts c ON c.incident_id = i.id
            CROSS JOIN unnest(c.gaps) WITH ORDINALITY AS g (count, place) WHERE i.merged_into = $1 GROUP BY g.place) g) AS gaps,
       (SELECT jsonb_agg(jsonb_build_object('party', l.client_id, 'lanes', l.lanes)) FROM (
          SELECT i.client_id, c.lanes FROM incidents i JOIN incident_charts c ON c.incident_id = i.id
          WHERE i.merged_into = $1 ORDER BY i.kicks DESC, i.id LIMIT ${lanesOfStorm}) l) AS lanes,
       (SELECT max(c.bar_minutes) FROM incidents i JOIN incident_charts c ON c.incident_id = i.id WHERE i.merged_into = $1) AS width,
       (SELECT member_count > ${lanesOfStorm} FROM incidents WHERE id = $1) AS cut`,
    [storm],
  )
  const [sum] = rows
  if (!sum?.minutes) return
  const lanes = (sum.lanes ?? []).map(({ party, lanes }) => ({
    party,
    sessions: lanes.flatMap(({ sessions }) => sessions).sort(byTime),
  }))
  const times = lanes.flatMap(({ sessions }) =>
    sessions.flatMap(({ from, to }) => [from, to].flatMap((at) => (at ? Date.parse(at) : []))),
  )
  const [from, to] = times.length > 0 ? [least(times), most(times)] : [0, 0]
  await keepCharts(tx, [
    {
      incident: storm,
      chart: { from, to, ...barsOf(sum.minutes, sum.width ?? 1), gaps: sum.gaps ?? [], lanes, cut: sum.cut ?? false },
    },
  ])
}

const byTime = (a: Session, b: Session) => timeOf(a).localeCompare(timeOf(b))
const timeOf = ({ from, to }: Session) => from ?? to ?? ''
const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b))
const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b))
