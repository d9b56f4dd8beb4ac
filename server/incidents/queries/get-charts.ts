import { z } from 'zod'
import { type IncidentCharts, incidentCharts } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { sql, toPrepared } from '#server/platform/sql.ts'
import { drawn } from '../charts.ts'
import { listOf } from '../stored.ts'
import { found } from './row.ts'

const lanesIn = listOf(incidentCharts.shape.lanes.element)
const barsIn = listOf(z.tuple([z.number(), z.number()]))

type Row = {
  first_at: Date
  last_at: Date
  from_at: Date | null
  to_at: Date | null
  bar_minutes: number | null
  bars: unknown
  gaps: number[] | null
  lanes: unknown
  cut: boolean | null
}

/** An incident's sessions, take-overs and gaps, as they were when it was judged last. Throws a Refusal when there is none. */
export async function getCharts({ database }: Context, { id }: { id: string }): Promise<IncidentCharts> {
  const { rows } = await database.pool.query<Row>(
    toPrepared(sql`select i.first_at, i.last_at, c.from_at, c.to_at, c.bar_minutes, c.bars, c.gaps, c.lanes, c.cut
      from incidents i left join incident_charts c on c.incident_id = i.id where i.id = ${id}::uuid`),
  )
  const row = found(rows[0])
  const { first_at, last_at, from_at, to_at, bar_minutes, bars, gaps, lanes, cut } = row
  return drawn({
    from: (from_at ?? first_at).getTime(),
    to: (to_at ?? last_at).getTime(),
    barMinutes: bar_minutes ?? 1,
    bars: barsIn(bars),
    gaps: gaps ?? [],
    lanes: lanesIn(lanes),
    cut: cut ?? false,
  })
}
