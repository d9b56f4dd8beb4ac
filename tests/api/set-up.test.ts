import { expect, test } from 'vitest'
import { keepDemoApart, noteFreshAws, seedDemo } from '#server/accounts/demo.ts'
import { firstAdminFromEnvironment } from '#server/people/first-admin.ts'
import { createFirstAdmin, ensureSetupToken } from '#server/people/setup.ts'
import { peerHeader } from '#server/platform/api/address.ts'
import { createDatabase } from '#server/platform/db.ts'
import { createTestDatabase } from '../support/database.ts'
import { testPassword, useWeb } from '../support/web.ts'

const api = useWeb()

const claim = (token: string, email: string, from = '127.0.0.1') =>
  api.call('/setup', {
    method: 'POST',
    body: { token, name: 'First', email, password: testPassword },
    headers: { [peerHeader]: from },
  })

test('of many who claim at once with the right token, one becomes the admin', async () => {
  expect(await (await api.call('/setup')).json()).toEqual({ needed: true })
  const stale = await ensureSetupToken(api.database)
  expect(await ensureSetupToken(api.database, 60_000), 'just shown by another process').toBeNull()
  const token = (await ensureSetupToken(api.database)) ?? ''
  expect((await claim(stale ?? '', 'late@example.test', '127.0.0.9')).status, 'replaced').toBe(403)

  const claims = await Promise.all([1, 2, 3, 4].map((n) => claim(token, `first-${n}@example.test`, `127.0.1.${n}`)))
  expect(claims.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403])
  expect(await api.database.prisma.user.count()).toBe(1)
  expect(await (await api.call('/setup')).json()).toEqual({ needed: false })
  expect(await ensureSetupToken(api.database)).toBeNull()
  expect((await claim(token, 'again@example.test')).status, 'used').toBe(403)
  const { rows } = await api.database.pool.query('select value::text from settings')
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('guessing is slowed down, per address', async () => {
  const statuses: number[] = []
  for (let guess = 0; guess < 8; guess++) statuses.push((await claim('guess', 'x@example.test', '127.9.9.9')).status)
  expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429, 429])
  expect((await claim('guess', 'x@example.test', '127.9.9.8')).status).toBe(403)
})

test('the demo and a real fleet never share a database', async () => {
  const { url, drop } = await createTestDatabase()
  const database = createDatabase(url, { connections: 2 })
  try {
    await keepDemoApart(database, 'simulated')
    await keepDemoApart(database, 'real')
    await database.pool.query(
      `insert into aws_accounts (aws_account_id, region, name) values ('123456789012', 'eu-west-1', 'begun')`,
    )
    await keepDemoApart(database, 'simulated')
    await createFirstAdmin(database, { name: 'x', email: 'own@example.test', password: testPassword })
    await expect(keepDemoApart(database, 'simulated')).rejects.toThrow('people or AWS accounts of its own')
    await database.pool.query('delete from logins; delete from users')
    await seedDemo(database)
    await keepDemoApart(database, 'simulated')
    await expect(keepDemoApart(database, 'real')).rejects.toThrow('holds the demo')
    const told = async () => {
      await noteFreshAws(database)
      return database.prisma.activity.count({ where: { action: 'simulated-aws.began-afresh' } })
    }
    expect(await told(), 'nothing was read yet').toBe(0)
    await database.pool.query(`insert into collection_runs (account_id, collector, outcome, started_at, finished_at,
        calls, throttled, seen, added, changed, gone, skipped, failed)
      select id, 'things', 'ok', now(), now(), 0, 0, 0, 0, 0, 0, 0, 0 from aws_accounts limit 1`)
    await database.pool.query(`update responders set quarantine = 'ready', quarantine_read_at = now()`)
    await database.pool.query(
      `insert into collections (account_id, collector, state, due_at, last_finished_at)
       select id, c.name, 'idle', now() + interval '1 day', c.at from (select id from aws_accounts order by id limit 1) a,
         (values ('things', now()), ('jobs', null)) c (name, at)`,
    )
    expect(await told()).toBe(1)
    const asked = await database.pool.query('select collector from collections where requested_at is not null')
    expect(asked.rows, 'what was read of the world before is read anew at once').toEqual([{ collector: 'things' }])
    const { rows } = await database.pool.query('select distinct quarantine, quarantine_read_at as at from responders')
    expect(rows).toEqual([{ quarantine: 'unknown', at: null }])
  } finally {
    await database.close()
    await drop()
  }
})

test('headless: processes that start at once make one admin from the environment', async () => {
  const { url, drop } = await createTestDatabase()
  const database = createDatabase(url, { connections: 4 })
  const source = { FLEETWARDEN_ADMIN_EMAIL: 'Root@Example.test', FLEETWARDEN_ADMIN_PASSWORD: testPassword }
  try {
    await expect(
      firstAdminFromEnvironment(database, { ...source, FLEETWARDEN_ADMIN_PASSWORD: 'short' }),
    ).rejects.toThrow('12')
    await expect(
      firstAdminFromEnvironment(database, { ...source, FLEETWARDEN_ADMIN_PASSWORD_FILE: '/nowhere/to/be/found' }),
    ).rejects.toThrow('FLEETWARDEN_ADMIN_PASSWORD_FILE must name a file')
    expect(await firstAdminFromEnvironment(database, {})).toBe(false)
    const made = await Promise.all([1, 2, 3].map(() => firstAdminFromEnvironment(database, source)))
    expect(made.filter(Boolean)).toHaveLength(1)
    expect(await createFirstAdmin(database, { name: 'x', email: 'y@example.test', password: testPassword })).toBe(false)
    expect(await database.prisma.user.findMany({ select: { email: true, role: true } })).toEqual([
      { email: 'root@example.test', role: 'admin' },
    ])
  } finally {
    await database.close()
    await drop()
  }
})
