import { beforeEach, expect, test } from 'vitest'
import loggingOff from '#server/findings/checks/account-logging-off.ts'
import longLived from '#server/findings/checks/role-alias-long-lived-credentials.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import { asSet, evaluate, findings, freshAccount, now, results } from './evaluate/world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool
const aliases = [asSet('role-alias-long-lived-credentials', longLived)]
const judge = (checks = aliases) => evaluate(pool(), { checks })

/** The settings were read just now, but for these kinds. */
async function read(...leftOut: string[]) {
  await pool().query(
    `INSERT INTO collections (account_id, collector, last_outcome, last_finished_at, last_success_at, left_out)
     VALUES (1, 'account-settings', $1, $2, $2, $3)
     ON CONFLICT (account_id, collector) DO UPDATE SET last_outcome = excluded.last_outcome, left_out = excluded.left_out`,
    [leftOut.length > 0 ? 'partial' : 'ok', now, leftOut],
  )
}

/** What is kept of a kind, from whichever reading brought it. */
const keep = (kind: string, name: string, facts: object) =>
  pool().query(
    `INSERT INTO aws_objects (account_id, kind, name, facts, content_hash, seen_at)
     VALUES (1, $1, $2, $3, 0, $4::timestamptz - interval '1 day')`,
    [kind, name, facts, now],
  )

beforeEach(() => freshAccount(pool()))

test('what could not be read this time is unknown, and what was found before stays', async () => {
  await read()
  await keep('role-alias', 'upload', { credentialDurationSeconds: 43_200 })
  await judge()
  expect(await results(pool())).toMatchObject([{ state: 'failing', failing: 1 }])
  await read('role-alias')
  await judge()
  expect(await results(pool())).toMatchObject([{ state: 'unknown', failing: 1 }])
  expect(await findings(pool())).toMatchObject([{ subject: 'upload', open: true }])
})

test('what was read while something else could not be is judged', async () => {
  await read('logging')
  await keep('role-alias', 'upload', { credentialDurationSeconds: 43_200 })
  await judge()
  expect(await results(pool())).toMatchObject([{ state: 'failing', failing: 1 }])
})

test('there being none of a kind is an answer while something else could not be read', async () => {
  await read('logging')
  await judge()
  expect(await results(pool())).toMatchObject([{ state: 'passed', failing: 0 }])
})

test('what was never read has not passed', async () => {
  await read('role-alias')
  await judge()
  expect(await results(pool())).toMatchObject([{ state: 'unknown', failing: 0 }])
})

test('of the account itself, what was good yesterday has not passed today when it could not be read', async () => {
  const logging = [asSet('account-logging-off', loggingOff)]
  await keep('logging', 'account', { configured: true, defaultLogLevel: 'INFO' })
  await read()
  await judge(logging)
  expect(await results(pool())).toMatchObject([{ state: 'passed' }])
  await read('logging')
  await pool().query('UPDATE finding_scans SET wanted = TRUE')
  await judge(logging)
  expect(await results(pool())).toMatchObject([{ state: 'unknown', failing: 0 }])
})
