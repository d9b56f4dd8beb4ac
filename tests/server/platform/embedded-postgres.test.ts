import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { reachableByOthers } from '#server/platform/embedded-postgres/binaries.ts'
import { type Chosen, startLastingDatabase } from '#server/platform/embedded-postgres/lasting.ts'
import { startThrowawayDatabase } from '#server/platform/embedded-postgres/throwaway.ts'

// Each start is a whole server; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let folder: string
let stops: (() => Promise<void>)[]

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-lasting-'))
  fs.chmodSync(folder, 0o755)
  stops = []
})

afterEach(async () => {
  for (const stop of stops) await stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

test('keeps its data between runs, and is adopted while it runs', async () => {
  const first = await start()
  expect(first.adopted).toBe(false)
  await ask(first.url, 'create table kept as select 42 as answer')
  const second = await start()
  expect(second).toMatchObject({ adopted: true, url: first.url })
  await second.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
  const third = await start()
  expect(third.adopted).toBe(false)
  expect(await ask(third.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('recovers what was committed after its server was killed', async () => {
  const first = await start()
  await ask(first.url, 'create table kept as select 1 as n')
  const lock = fs.readFileSync(path.join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8')
  expect(first.runs()).toBe(true)
  process.kill(Number(lock.split('\n')[0]), 'SIGKILL')
  await vi.waitFor(() => expect(first.runs()).toBe(false))
  const second = await start()
  expect(second).toMatchObject({ adopted: false, url: first.url })
  expect(first.runs()).toBe(true)
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 1 }])
})

test('begins again when the first start died half way', async () => {
  fs.mkdirSync(path.join(folder, 'postgres', 'data', 'base'), { recursive: true })
  const { url } = await start()
  expect(await ask(url, 'select current_database() as name')).toEqual([{ name: 'fleetwarden' }])
})

test('two checkouts run side by side', async () => {
  const one = await start('one')
  const two = await start('two')
  expect(new URL(one.url).port).not.toBe(new URL(two.url).port)
  await ask(one.url, 'create table only_here (id int)')
  expect(await ask(two.url, "select to_regclass('only_here') as found")).toEqual([{ found: null }])
})

test('one server keeps several databases apart, and remembers which was the last that was meant', async () => {
  await ask((await start()).url, 'create table of_the_demo (id int)')
  const named = async (chosen?: Chosen) => new URL((await start('postgres', chosen)).url).pathname
  expect(await named({ name: 'other', remember: false })).toBe('/other')
  expect(await named()).toBe('/fleetwarden')
  const { url } = await start('postgres', { name: 'other', remember: true })
  expect(await ask(url, "select to_regclass('of_the_demo') as found")).toEqual([{ found: null }])
  expect(await named()).toBe('/other')
})

test('listens on loopback, wants a password, keeps it to the owner, orders by code point', async () => {
  const { url } = await start()
  const wrong = new URL(url)
  wrong.password = 'guess'
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  expect(fs.statSync(path.join(folder, 'postgres', 'connection.json')).mode & 0o777).toBe(0o600)
  const [settings] = await ask(
    url,
    "select current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as socket, current_setting('synchronous_commit') as sync, 'a' > 'B' as by_code_point",
  )
  expect(settings).toEqual({ listen: '127.0.0.1', socket: '', sync: 'on', by_code_point: true })
})

test('a throw-away server leaves nothing behind', async () => {
  const server = await startThrowawayDatabase()
  expect(await ask(server.url, 'show fsync')).toEqual([{ fsync: 'off' }])
  await server.stop()
  expect(fs.existsSync(path.dirname(server.data))).toBe(false)
  await expect(ask(server.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
})

test('knows which folders another user may enter', () => {
  const home = path.join(folder, 'home')
  fs.mkdirSync(path.join(home, 'checkout'), { recursive: true })
  expect(reachableByOthers(path.join(home, 'checkout'))).toBe(true)
  fs.chmodSync(home, 0o700)
  expect(reachableByOthers(path.join(home, 'checkout', 'not', 'yet', 'there'))).toBe(false)
})

async function start(name = 'postgres', chosen?: Chosen) {
  const database = await startLastingDatabase(path.join(folder, name), path.join(folder, `${name}.log`), chosen)
  stops.push(database.stop)
  return database
}

async function ask(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
