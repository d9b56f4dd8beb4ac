import { beforeEach, expect, test } from 'vitest'
import crossing from '#server/findings/checks/policy-cross-site-wildcard.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import { asSet, evaluate, findings, freshAccount, results } from './evaluate/world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool
const checks = [asSet('policy-cross-site-wildcard', crossing)]
const pattern = 'arn:aws:iot:eu-west-1:123456789012:topic/pumps/*'
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:Publish', Resource: pattern }] }

beforeEach(async () => {
  await freshAccount(pool())
  const { rows } = await pool().query<{ id: number }>(
    `INSERT INTO policies (account_id, name, default_version_id, target_count) VALUES (1, 'pumps', '1', 5) RETURNING id`,
  )
  await pool().query(
    `INSERT INTO policy_versions (policy_row_id, version_id, is_default, document) VALUES ($1, '1', TRUE, $2)`,
    [rows[0]?.id, JSON.stringify(document)],
  )
  await evaluate(pool(), { checks })
})

const measure = (crossings: object[]) =>
  pool().query(
    `INSERT INTO policy_lints (policy_row_id, account_id, lints, crossings, at)
     SELECT id, 1, 0, $1, now() FROM policies
     ON CONFLICT (policy_row_id) DO UPDATE SET crossings = excluded.crossings, at = excluded.at`,
    [JSON.stringify(crossings)],
  )

test('until its reach is measured, whether a policy crosses sites is unknown; then it is judged again', async () => {
  expect(await results(pool())).toMatchObject([{ state: 'unknown', unknown: 1, failing: 0 }])
  await measure([])
  await evaluate(pool(), { checks })
  expect(await results(pool())).toMatchObject([{ state: 'passed', unknown: 0, evaluated: 1 }])
  await measure([{ pattern, attribute: 'site', values: 3 }])
  await evaluate(pool(), { checks })
  expect(await findings(pool())).toMatchObject([{ subject: 'pumps', severity: 'high', open: true }])
})

test('measured again with the same result, nothing is to do', async () => {
  await measure([])
  await evaluate(pool(), { checks })
  await measure([])
  const { rows } = await pool().query('SELECT FROM finding_work')
  expect(rows).toEqual([])
})
