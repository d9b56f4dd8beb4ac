import type { Readable } from 'node:stream'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { sql } from '#server/platform/sql.ts'
import { noSuchRun } from './queries/stored-run.ts'
import { standsAt, undoneBy } from './taken-back.ts'

/**
 * One run as CSV: a row for each target and call, and one for each target without calls, in their order. The reader may
 * leave at any time. Throws a Refusal when there is no such run.
 */
export async function exportRun({ database: { pool } }: Context, { id }: { id: string }): Promise<Readable> {
  const { rowCount } = await pool.query('select 1 from response_runs where id = $1', [id])
  if (!rowCount) throw noSuchRun()
  return csvExport(pool, [
    sql`select ${columns} from response_runs r join aws_accounts a on a.id = r.account_id
      join response_targets t on t.run_id = r.id left join lateral (${calls}) s on true
      where r.id = ${id}::uuid order by t.n, s.place`,
  ])
}

// A call's words are with its plan, at the same place.
const calls = sql`select s.*, row_number() over (order by s.step) as place,
    t.plan->'steps'->(row_number() over (order by s.step) - 1)::int as words
  from response_steps s where s.run_id = t.run_id and s.n = t.n`

// As its plan found them.
const incidents = sql`(select string_agg('#' || (i->>'number') || ' ' || (i->>'severity'), ', ' order by place)
  from jsonb_array_elements(t.plan->'incidents') with ordinality x(i, place))`

const columns = sql`r.number as run, a.aws_account_id, a.region, r.action, r.state as run_state, ${undoneBy} as undone_by,
  t.n, t.kind,
  ${plainCell(sql`t.name`)} as name, ${plainCell(sql`t.identity`)} as identity, ${standsAt} as state,
  ${plainCell(sql`(t.plan->>'skip')`)} as skipped_because, ${incidents} as open_incidents, s.place as call, s.words->>'operation' as operation,
  ${plainCell(sql`(s.words->>'subject')`)} as subject, ${plainCell(sql`(s.words->>'sentence')`)} as what,
  s.state as call_state, ${plainCell(sql`s.before`)} as before, ${plainCell(sql`(s.words->>'to')`)} as after,
  coalesce(s.request_id, t.request_id) as request_id, ${isoCell(sql`s.intended_at`)} as intended_at,
  ${isoCell(sql`s.applied_at`)} as applied_at, ${isoCell(sql`s.confirmed_at`)} as confirmed_at,
  ${isoCell(sql`t.proving_since`)} as proving_since, ${isoCell(sql`t.contained_at`)} as contained_at,
  ${isoCell(sql`t.proved_at`)} as proved_at, ${plainCell(sql`t.observation`)} as observation,
  ${isoCell(sql`t.observed_at`)} as observed_at, ${plainCell(sql`coalesce(s.error, t.error)`)} as error`
