import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate, migrationsFolder } from '#server/platform/migrations.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let database: TestDatabase
let folder: string

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false })
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-migrations-'))
  write('20260101000000_init', 'create table device (id int primary key);')
})

afterEach(async () => {
  await database.drop()
  fs.rmSync(folder, { recursive: true })
})

test('applies in the order of names, once', async () => {
  write('20260102000000_colour', "alter table device add colour text not null default 'grey';")
  expect(await migrate(database.url, folder)).toEqual(['20260101000000_init', '20260102000000_colour'])
  expect(await migrate(database.url, folder)).toEqual([])
  const ledger = await rows(
    'select migration_name, applied_steps_count, finished_at is not null as done, length(checksum) as checksum from _prisma_migrations order by 1',
  )
  expect(ledger).toEqual([
    { migration_name: '20260101000000_init', applied_steps_count: 1, done: true, checksum: 64 },
    { migration_name: '20260102000000_colour', applied_steps_count: 1, done: true, checksum: 64 },
  ])
})

test('an upgrade keeps the rows of the previous version', async () => {
  await migrate(database.url, folder)
  await rows('insert into device values (1), (2)')
  write('20260102000000_colour', "alter table device add colour text not null default 'grey';")
  expect(await migrate(database.url, folder)).toEqual(['20260102000000_colour'])
  expect(await rows('select * from device order by id')).toEqual([
    { id: 1, colour: 'grey' },
    { id: 2, colour: 'grey' },
  ])
})

test('refuses a migration that was edited after it was applied, before anything else runs', async () => {
  await migrate(database.url, folder)
  write('20260101000000_init', 'create table device (id bigint primary key);')
  write('20260102000000_more', 'create table more (id int);')
  await expect(migrate(database.url, folder)).rejects.toThrow(/20260101000000_init was edited/)
  expect(await rows("select to_regclass('more') as more")).toEqual([{ more: null }])
})

test('undoes a failing migration as a whole, names its line, and runs it once mended', async () => {
  write('20260102000000_bad', 'create table half (id int);\nselect * from nowhere;')
  await expect(migrate(database.url, folder)).rejects.toThrow(
    /20260102000000_bad failed and was undone.*nowhere.*line 2/,
  )
  expect(await rows("select to_regclass('half') as half, to_regclass('device')::text as device")).toEqual([
    { half: null, device: 'device' },
  ])
  write('20260102000000_bad', 'create table half (id int);')
  expect(await migrate(database.url, folder)).toEqual(['20260102000000_bad'])
})

test('refuses to go on where another engine recorded a failure', async () => {
  await migrate(database.url, folder)
  await rows('update _prisma_migrations set finished_at = null')
  await expect(migrate(database.url, folder)).rejects.toThrow(/recorded as failed/)
  await rows('update _prisma_migrations set rolled_back_at = now(); drop table device')
  expect(await migrate(database.url, folder)).toEqual(['20260101000000_init'])
})

test('runners that start together apply everything exactly once', async () => {
  write('20260102000000_slow', 'select pg_sleep(0.1); create table slow (id int);')
  const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, folder)))
  expect(runs.flat().sort()).toEqual(['20260101000000_init', '20260102000000_slow'])
})

test('says which database does not answer', async () => {
  await expect(migrate('postgresql://nobody:hidden@localhost:1/none', folder)).rejects.toThrow(
    /^The database at localhost:1 does not let us in: .*ECONNREFUSED/,
  )
})

test('the product itself can be brought up from its first migration, one at a time', async () => {
  const names = fs.readdirSync(migrationsFolder).filter((name) => /^\d{14}_/.test(name))
  fs.rmSync(path.join(folder, '20260101000000_init'), { recursive: true })
  for (const name of names.sort()) {
    fs.cpSync(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true })
    expect(await migrate(database.url, folder)).toEqual([name])
  }
  expect(names.length).toBeGreaterThan(0)
})

function write(name: string, sql: string) {
  fs.mkdirSync(path.join(folder, name), { recursive: true })
  fs.writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

async function rows(sql: string) {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
