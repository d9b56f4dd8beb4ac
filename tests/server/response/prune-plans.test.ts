import { expect, test } from 'vitest'
import { prunePlans } from '#server/response/prune-plans.ts'
import { useTestDatabase } from '#tests/support/database.ts'

const base = useTestDatabase()
const now = new Date('2026-11-20T12:00:00Z')

test('plans that nobody asked for go after a week; runs stay', async () => {
  const { pool } = base.db
  await pool.query(
    `INSERT INTO aws_accounts (aws_account_id, region, name) VALUES ('123456789012', 'eu-west-1', 'Home')`,
  )
  const add = async (state: string, created: string, requested: string | null) => {
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO response_runs (account_id, action, target_kind, selection, state, targets, by_id, by_name, created_at, requested_at)
       VALUES (1, 'cut-off-thing', 'thing', '{}', $1, 1, 'me', 'Me', $2, $3) RETURNING id`,
      [state, created, requested],
    )
    const id = rows[0]?.id
    await pool.query(
      `INSERT INTO response_targets (run_id, n, account_id, action, kind, name) VALUES ($1, 1, 1, 'cut-off-thing', 'thing', 'pump')`,
      [id],
    )
    await pool.query(`INSERT INTO response_steps (run_id, n, step, params) VALUES ($1, 1, 1, '{}')`, [id])
    await pool.query(
      `INSERT INTO response_touched (run_id, n, account_id, kind, name) VALUES ($1, 1, 1, 'thing', 'pump')`,
      [id],
    )
    return id
  }
  await add('planned', '2026-11-01', null)
  await add('plan-failed', '2026-11-01', null)
  const kept = [await add('planned', '2026-11-19', null), await add('done', '2026-11-01', '2026-11-01')]
  expect(await prunePlans(pool, now, new Date(now.getTime() - 7 * 86_400_000))).toBe(2)
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM response_runs ORDER BY number')
  expect(rows.map(({ id }) => id)).toEqual(kept)
})
