import { getFigures } from '#server/incidents/queries/figures.ts'
import { getCharts } from '#server/incidents/queries/get-charts.ts'
import { getIncident } from '#server/incidents/queries/get-incident.ts'
import type { Context } from '#server/platform/context.ts'
import type { Database } from '#server/platform/db.ts'
import { datasetNow } from './dataset.ts'
import { median } from './measure.ts'
import { latencies, p95, viewing } from './reads.ts'

/** Fills up to so many incidents from those that were judged, and reads them: the 95th percentiles, in ms. */
export async function readIncidents(database: Database, incidents: number) {
  await fillIncidents(database, incidents)
  const { rows } = await database.pool.query<{ id: string }>('select id from incidents order by random() limit 200')
  const ids = rows.map(({ id }) => id)
  const context = viewing(database)
  const ours = await latencies(ids, (id) => getIncident(context, { id }))
  const bare = await latencies(ids, (id) => database.pool.query('select * from incidents where id = $1', [id]))
  const executed: number[] = []
  for (const id of ids) executed.push(await executionOf(database, (context) => getIncident(context, { id })))
  const charts = await latencies(ids, (id) => getCharts(context, { id }))
  const figures = await latencies(ids.slice(0, 50), () => getFigures(context, {}))
  const counted = await latencies(ids.slice(0, 50), () =>
    database.pool.query(
      "select severity, cause, count(*) from incidents where state in ('new', 'triaged') group by 1, 2",
    ),
  )
  return {
    ...{
      incidents,
      executed: p95(executed),
      middle: median(ours),
      ours: p95(ours),
      bare: p95(bare),
      charts: p95(charts),
      figures: p95(figures),
      counted: p95(counted),
    },
  }
}

/** How long the server works on the one statement of a read, in ms, by its own clock. */
async function executionOf(database: Database, read: (context: Context) => Promise<unknown>): Promise<number> {
  let asked: { text: string; values: unknown[] } | undefined
  const query = (statement: { text: string; values: unknown[] }) => {
    asked = statement
    return database.pool.query(statement)
  }
  const pool = new Proxy(database.pool, { get: (target, key) => (key === 'query' ? query : Reflect.get(target, key)) })
  await read(viewing({ ...database, pool }))
  type Plan = [{ 'Execution Time': number }]
  const { rows } = await database.pool.query<{ 'QUERY PLAN': Plan }>(
    `explain (analyze, format json) ${asked?.text}`,
    asked?.values,
  )
  return rows[0]?.['QUERY PLAN'][0]['Execution Time'] ?? Number.NaN
}

/** As many incidents as a large fleet has after years, each like one that was judged. */
async function fillIncidents({ pool }: Database, incidents: number): Promise<void> {
  const { rows } = await pool.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
     where attrelid = 'incidents'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
       and attname not in ('id', 'client_id', 'opened_at')`,
  )
  const columns = rows[0]?.columns ?? ''
  const { rows: judged } = await pool.query<{ count: number }>('select count(*)::int as count from incidents')
  const times = Math.max(0, Math.ceil(incidents / Math.max(1, judged[0]?.count ?? 0)) - 1)
  await pool.query(
    `with made as (insert into incidents (client_id, opened_at, ${columns})
         select client_id || '-' || n, $2::timestamptz - n % 25 * interval '1 day', ${columns}
         from incidents cross join generate_series(1, $1::int) n returning id, client_id),
       of as (select m.id, i.id as like_id, m.client_id from made m join incidents i on m.client_id like i.client_id || '-%'),
       acting as (insert into incident_actors select o.id, a.account_id, a.kind, a.value || o.client_id from of o
         join incident_actors a on a.incident_id = o.like_id)
     insert into incident_charts select o.id, c.from_at, c.to_at, c.bar_minutes, c.bars, c.gaps, c.lanes, c.cut
       from of o join incident_charts c on c.incident_id = o.like_id`,
    [times, datasetNow],
  )
  await pool.query('analyze incidents, incident_actors, incident_charts, incident_open_tally, incident_day_tally')
}
