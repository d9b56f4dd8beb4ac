import { expect, test } from 'vitest'
import { checks } from '#generated/checks.ts'
import { loadFacts } from '#server/reports/facts/load.ts'
import { judgeAll } from '#server/reports/judge.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'

const base = useTestDatabase()
const now = new Date()

test('of an account that was just read and holds nothing, no control that facts decide passes because there is nothing', async () => {
  const { pool } = base.db
  await insertAccount(pool)
  await pool.query(
    `insert into collections (account_id, collector, last_outcome, last_success_at, last_finished_at)
     select 1, c, 'ok', $2, $2 from unnest($1::text[]) c on conflict do nothing`,
    [Object.keys(feedKinds), now],
  )
  await pool.query(
    `insert into check_results (account_id, check_id, source, subject_kind, state, evaluated, unknown, judged_at, facts_at)
     select 1, c, 'ours', 'thing', 'passed', 0, 0, $2, $2 from unnest($1::text[]) c`,
    [Object.keys(checks), now],
  )
  const results = judgeAll(await loadFacts(pool, { accounts: [1], groups: [], now }))
  const passing = results
    .filter(({ answer }) => answer === 'pass')
    .map(({ control, reason }) => `${control}: ${reason}`)
  expect(passing).toEqual([])
  const watched = results.find(({ control }) => control === 'deployments-watched')
  expect(watched?.answer).toBe('not-applicable')
})
