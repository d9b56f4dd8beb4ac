import { beforeEach, expect, test } from 'vitest'
import longLived from '#server/findings/checks/role-alias-long-lived-credentials.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import { asSet, evaluate, findings, freshAccount, now, results } from './evaluate/world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool
const checks = [asSet('role-alias-long-lived-credentials', longLived)]
const judge = () => evaluate(pool(), { checks })

/** How the settings were read last; `seen`: with the role aliases. */
async function read(outcome: 'ok' | 'partial', seen: boolean) {
  await pool().query(
    `INSERT INTO collections (account_id, collector, last_outcome, last_finished_at, last_success_at, last_error)
     VALUES (1, 'account-settings', $1, $2, $2, 'iot:ListRoleAliases is not permitted.')
     ON CONFLICT (account_id, collector) DO UPDATE SET last_outcome = excluded.last_outcome`,
    [outcome, now],
  )
  await pool().query(
    `INSERT INTO aws_objects (account_id, kind, name, facts, content_hash, seen_at)
     VALUES (1, 'role-alias', 'upload', '{"credentialDurationSeconds": 43200}', 0, $1::timestamptz - $2::interval)`,
    [now, seen ? '1 minute' : '1 day'],
  )
}

beforeEach(() => freshAccount(pool()))

test('what could not be read this time is unknown, and what was found before stays', async () => {
  await read('ok', true)
  await judge()
  expect(await results(pool())).toMatchObject([{ state: 'failing', failing: 1 }])
  await pool().query(`UPDATE collections SET last_outcome = 'partial' WHERE collector = 'account-settings'`)
  await pool().query(`UPDATE aws_objects SET seen_at = seen_at - interval '1 hour'`)
  await judge()
  expect(await results(pool())).toMatchObject([{ state: 'unknown', failing: 1 }])
  expect(await findings(pool())).toMatchObject([{ subject: 'upload', open: true }])
})

test('what was read while something else could not be is judged', async () => {
  await read('partial', true)
  await judge()
  expect(await results(pool())).toMatchObject([{ state: 'failing', failing: 1 }])
})

test('what was never read has not passed', async () => {
  await read('partial', false)
  await pool().query('DELETE FROM aws_objects')
  await judge()
  expect(await results(pool())).toMatchObject([{ state: 'unknown', failing: 0 }])
})
