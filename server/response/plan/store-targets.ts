import type pg from 'pg'
import { inTransaction } from '#server/platform/db.ts'
import { plainText } from '#server/platform/plain-text.ts'
import { Superseded } from './plan-parts.ts'
import type { PlannedRun } from './planned-run.ts'
import type { Planned } from './planning.ts'
import { touchedBy } from './touched-by.ts'

/**
 * Stores the plans of some targets, their calls and what they touch, in place of what was stored before. Throws
 * Superseded when the run is not being planned: what was planned may be asked for by now, and must stay as it was seen.
 */
export async function storeTargets(pool: pg.Pool, run: PlannedRun, planned: Planned[]): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `SELECT 1 FROM response_runs WHERE id = $1 AND state = 'planning' FOR UPDATE`,
      [run.id],
    )
    if (!rowCount) throw new Superseded('It is planned already, or not to be planned any more.')
    await client.query(
      `WITH steps AS (DELETE FROM response_steps WHERE run_id = $1 AND n = ANY($2::int[]))
       DELETE FROM response_touched WHERE run_id = $1 AND n = ANY($2::int[])`,
      [run.id, planned.map(({ n }) => n)],
    )
    await client.query(
      `UPDATE response_targets t SET plan = p.plan, digest = p.digest, identity = p.identity,
         clients = ARRAY(SELECT jsonb_array_elements_text(p.clients)),
         state = CASE WHEN p.skipped THEN 'skipped' ELSE 'planned' END
       FROM unnest($2::int[], $3::jsonb[], $4::text[], $5::text[], $6::jsonb[], $7::bool[])
         AS p(n, plan, digest, identity, clients, skipped)
       WHERE t.run_id = $1 AND t.n = p.n AND t.state IN ('planned', 'skipped')`,
      [
        run.id,
        planned.map(({ n }) => n),
        planned.map(({ shown }) => plainText(JSON.stringify(shown))),
        planned.map(({ digest }) => digest),
        planned.map(({ facts }) => facts.identity),
        planned.map(({ plan }) => plainText(JSON.stringify(plan.clients))),
        planned.map(({ plan }) => plan.skip !== null),
      ],
    )
    const calls = planned.flatMap(({ n, plan }) => plan.steps.map((params, place) => ({ n, step: place + 1, params })))
    await client.query(
      `INSERT INTO response_steps (run_id, n, step, params)
       SELECT $1, p.* FROM unnest($2::int[], $3::int[], $4::jsonb[]) p`,
      [
        run.id,
        calls.map(({ n }) => n),
        calls.map(({ step }) => step),
        calls.map(({ params }) => plainText(JSON.stringify(params))),
      ],
    )
    const touched = planned.flatMap(touchedBy)
    await client.query(
      `INSERT INTO response_touched (run_id, account_id, n, kind, name)
       SELECT $1, $2, p.* FROM unnest($3::int[], $4::text[], $5::text[]) p ON CONFLICT DO NOTHING`,
      [
        run.id,
        run.account.id,
        touched.map(({ n }) => n),
        touched.map(({ kind }) => kind),
        touched.map(({ name }) => name),
      ],
    )
  })
}
