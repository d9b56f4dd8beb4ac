import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { foldTallies } from '#server/incidents/fold-tallies.ts'
import { useTestDatabase } from '#tests/support/database.ts'

const base = useTestDatabase()

beforeEach(async () => {
  await base.db.pool.query('TRUNCATE aws_accounts, incidents RESTART IDENTITY CASCADE')
  await base.db.pool.query(
    `INSERT INTO aws_accounts (aws_account_id, region, name) VALUES ('123456789012', 'eu-west-1', 'Home')`,
  )
})

const changes = [
  `INSERT INTO incidents (account_id, client_id, cause, confidence, severity, drill, opened_at, first_at, last_at, kicks)
   SELECT 1, gen_random_uuid(), cause, 0.5, severity, drill, day::timestamptz, now(), now(), kicks
   FROM (VALUES ('undecided', 'low', NULL, '2026-11-01T23:30Z', 3), ('flapping-link', 'high', NULL, '2026-11-02T00:30Z', 5),
     ('undecided', 'low', 'second-process', '2026-11-02T01:00Z', 7)) v (cause, severity, drill, day, kicks)`,
  `UPDATE incidents SET kicks = kicks + 2 WHERE number % 2 = 0`,
  `UPDATE incidents SET severity = 'critical', cause = 'second-process' WHERE number % 3 = 0`,
  `UPDATE incidents SET state = CASE state WHEN 'new' THEN 'triaged' WHEN 'triaged' THEN 'resolved' ELSE 'new' END WHERE number % 4 = 1`,
  `UPDATE incidents SET assignee_id = CASE WHEN assignee_id IS NULL THEN 'p' END WHERE number % 5 = 2`,
  `UPDATE incidents SET state = 'merged', merged_into = (SELECT id FROM incidents WHERE drill IS NULL LIMIT 1) WHERE number % 7 = 3`,
  'DELETE FROM incidents WHERE number % 11 = 5 AND merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM incidents c WHERE c.merged_into = incidents.id)',
  'TRUNCATE incidents CASCADE',
]

async function tallied() {
  const { pool } = base.db
  const open = await pool.query(`SELECT severity, cause, unassigned, sum(count)::int AS count FROM incident_open_tally
    GROUP BY 1, 2, 3 HAVING sum(count) <> 0 ORDER BY 1, 2, 3`)
  const days =
    await pool.query(`SELECT day::text, sum(opened)::int AS opened, sum(kicks)::int AS kicks FROM incident_day_tally
    GROUP BY 1 HAVING sum(opened) <> 0 ORDER BY 1`)
  return { open: open.rows, days: days.rows }
}

async function counted() {
  const { pool } = base.db
  const open =
    await pool.query(`SELECT severity, cause, assignee_id IS NULL AS unassigned, count(*)::int AS count FROM incidents
    WHERE drill IS NULL AND state IN ('new', 'triaged', 'contained') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`)
  const days = await pool.query(`SELECT (opened_at AT TIME ZONE 'UTC')::date::text AS day, count(*)::int AS opened,
    sum(kicks)::int AS kicks FROM incidents WHERE drill IS NULL AND state <> 'merged' GROUP BY 1 ORDER BY 1`)
  return { open: open.rows, days: days.rows }
}

test('tallies are what counting comes to, whatever is changed in whatever order, folded or not', async () => {
  const { pool } = base.db
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(changes.length), { minLength: 5, maxLength: 25 }), async (order) => {
      for (const place of [0, 0, ...order]) {
        const change = changes[place]
        if (change) await pool.query(change)
        else await Promise.all([foldTallies(pool), foldTallies(pool)])
      }
      expect(await tallied()).toEqual(await counted())
    }),
    { numRuns: 15 },
  )
  await foldTallies(pool)
  expect(await tallied()).toEqual(await counted())
})
