import { beforeEach, expect, test } from 'vitest'
import unregistered from '#server/findings/checks/client-unregistered.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import { asSet, evaluate, findings, freshAccount, now, results } from './evaluate/world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool
const checks = [asSet('client-unregistered', unregistered)]
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

beforeEach(async () => {
  await freshAccount(pool())
  await pool().query('TRUNCATE connection_events')
  await pool().query(
    `WITH t AS (INSERT INTO things (account_id, name, content_hash) VALUES (1, 'pump-1', 0), (1, 'gateway-1', 0) RETURNING id, name)
     INSERT INTO presence (account_id, thing_row_id, thing_name, connected, client_id)
     SELECT 1, id, name, TRUE, CASE name WHEN 'gateway-1' THEN 'EG10-7' ELSE name END FROM t`,
  )
})

async function connect(clientId: string, at: Date, sourceIp = '203.0.113.9') {
  await pool().query(
    `INSERT INTO connection_events (account_id, at, event_key, kind, client_id, source_ip, duplicate, feed)
     VALUES (1, $1, gen_random_uuid(), 'connect', $2, $3, FALSE, 'log')`,
    [at, clientId, sourceIp],
  )
}

const strangers = async () => (await findings(pool())).filter(({ open }) => open).map(({ subject }) => subject)

test('a client is a stranger when no thing is called so or connects so, for thirty days or until it is registered', async () => {
  for (const client of ['pump-1', 'EG10-7', 'field-modem-17']) await connect(client, hoursAgo(2))
  await connect('long-gone', hoursAgo(31 * 24))
  await evaluate(pool(), { checks })
  expect(await strangers()).toEqual(['field-modem-17'])
  await pool().query(`INSERT INTO things (account_id, name, content_hash) VALUES (1, 'field-modem-17', 0)`)
  await evaluate(pool(), { checks, now: () => new Date(now.getTime() + 120_000) })
  expect(await strangers()).toEqual([])
})

test('where nothing tells who connects, nobody is said to be known', async () => {
  await pool().query(`DELETE FROM collections WHERE collector = 'presence'`)
  await evaluate(pool(), { checks })
  expect(await results(pool())).toMatchObject([{ state: 'unknown' }])
})
