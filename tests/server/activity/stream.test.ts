import { createHmac } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { trailState } from '#server/activity/state.ts'
import { targetsFromEnvironment } from '#server/activity/stream/settings.ts'
import { streamTrail } from '#server/activity/stream/stream.ts'
import type { Target } from '#server/activity/stream/target.ts'
import type { Database } from '#server/platform/db.ts'
import { log } from '#server/platform/log.ts'
import { useTestDatabase } from '../../support/database.ts'
import { datagramReceiver, receiverCa, syslogReceiver, webhookReceiver } from './receivers.ts'
import { emptyTrail, recordSome, tamper } from './tamper.ts'

const database = useTestDatabase()
let db: Database
let folder: string
const cleanUps: (() => Promise<unknown>)[] = []

beforeAll(() => {
  db = database.db
})
beforeEach(async () => {
  await emptyTrail(db)
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-stream-'))
  fs.writeFileSync(path.join(folder, 'ca.pem'), receiverCa)
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  fs.rmSync(folder, { recursive: true })
})

/** Streams until stopped, as a worker does. */
function start(targets: readonly Target[]): () => Promise<void> {
  const stop = new AbortController()
  const running = streamTrail({ url: database.url, targets, log, lookEveryMs: 20, retryMs: 20 }, stop.signal)
  const end = async () => {
    stop.abort()
    await running
  }
  cleanUps.push(end)
  return end
}

async function use<Used extends { close(): Promise<unknown> }>(used: Promise<Used>): Promise<Used> {
  const opened = await used
  cleanUps.push(() => opened.close())
  return opened
}

const configured = (variables: Record<string, string>) =>
  targetsFromEnvironment({ FLEETWARDEN_TRAIL_CA: path.join(folder, 'ca.pem'), ...variables })
const state = async () => (await trailState({ database: db, now: new Date(), actor: null, ipAddress: null })).targets
const arrived = (name: string, position: number) =>
  expect
    .poll(async () => (await state()).find((target) => target.name === name)?.position, { timeout: 15_000 })
    .toBe(position)
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)
const positions = (lines: string[]) => lines.map((line) => JSON.parse(line).position as number)

describe('a file', () => {
  const file = () => path.join(folder, 'trail.jsonl')
  const lines = (name = file()) => fs.readFileSync(name, 'utf8').trimEnd().split('\n')

  test('takes every entry, whole and in order, through batches and rotations', async () => {
    await recordSome(db, 450)
    start(configured({ FLEETWARDEN_TRAIL_FILE: file() }))
    await arrived('file', 450)
    fs.renameSync(file(), `${file()}.1`)
    await recordSome(db, 3, 451)
    await arrived('file', 453)
    expect(positions(lines(`${file()}.1`))).toEqual(numbers(1, 450))
    expect(positions(lines())).toEqual([451, 452, 453])
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      position: 451,
      actorName: 'Ada',
      actorRole: 'responder',
      sessionId: 's1',
      ipAddress: '10.0.0.1',
      object: { kind: 'certificate', id: 'certificate-451', name: 'thing-451' },
      reason: 'Stolen',
      before: { status: 'ACTIVE' },
      after: { status: 'INACTIVE' },
      hash: expect.stringMatching(/^[\da-f]{64}$/),
    })
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600)
  })

  test('that a crash left in the middle of a line goes on behind it', async () => {
    fs.writeFileSync(file(), '{"half":')
    await recordSome(db, 1)
    start(configured({ FLEETWARDEN_TRAIL_FILE: file() }))
    await arrived('file', 1)
    expect(lines()).toHaveLength(2)
    expect(positions(lines().slice(1))).toEqual([1])
  })

  test('that cannot be written is said to be so, and taken up again', async () => {
    const away = path.join(folder, 'away', 'trail.jsonl')
    await recordSome(db, 2)
    start(configured({ FLEETWARDEN_TRAIL_FILE: away }))
    await expect
      .poll(async () => (await state())[0])
      .toMatchObject({
        position: 0,
        behind: 2,
        error: expect.stringContaining('ENOENT'),
        failingSince: expect.any(String),
      })
    fs.mkdirSync(path.dirname(away))
    await arrived('file', 2)
    expect((await state())[0]).toMatchObject({
      behind: 0,
      error: null,
      failingSince: null,
      deliveredAt: expect.any(String),
    })
  })
})

describe('syslog', () => {
  const message = /^<(\d+)>1 (\S+) \S+ fleetwarden - (\S+) \[meta sequenceId="(\d+)"\] (\{.*\})$/

  test.each(['tcp', 'tls'] as const)('over %s: RFC 5424, framed by length', async (kind) => {
    const receiver = await use(syslogReceiver(kind))
    await recordSome(db, 250)
    await db.pool.query(
      `insert into activity (actor_name, action, result, detail) values ('Zoë', 'x y', 'refused', '{"a":"ü]\\n🦊"}')`,
    )
    start(configured({ FLEETWARDEN_TRAIL_SYSLOG: receiver.address }))
    await arrived('syslog', 251)
    expect(receiver.got.map((text) => Number(message.exec(text)?.[4]))).toEqual(numbers(1, 251))
    const [, priority, time, id, , json] = message.exec(receiver.got.at(-1) ?? '') ?? []
    expect([priority, id]).toEqual(['108', 'xy'])
    expect(new Date(time ?? '').toISOString()).toBe(time)
    expect(receiver.got.at(-1)).toMatch(/^[\x20-\x7e]*$/)
    expect(JSON.parse(json ?? '')).toMatchObject({ actorName: 'Zoë', detail: { a: 'ü]\n🦊' }, position: 251 })
    expect(message.exec(receiver.got[0] ?? '')?.[1]).toBe('110')
    expect((await state())[0]?.address).toBe(receiver.address)
  })

  test('over TLS goes to nobody whose certificate is not trusted', async () => {
    const receiver = await use(syslogReceiver('tls'))
    await recordSome(db, 1)
    start(targetsFromEnvironment({ FLEETWARDEN_TRAIL_SYSLOG: receiver.address }))
    await expect.poll(async () => (await state())[0]?.error).toMatch(/certificate|issuer/i)
    expect(receiver.got).toEqual([])
  })

  test('over UDP: one message a datagram, what is too large for one named at least', async () => {
    const receiver = await use(datagramReceiver())
    await recordSome(db, 3)
    await db.pool.query("insert into activity (actor_name, action, reason) values ('x', 'large', repeat('x', 70000))")
    start(configured({ FLEETWARDEN_TRAIL_SYSLOG: receiver.address }))
    await arrived('syslog', 4)
    await expect.poll(() => receiver.got.length).toBe(4)
    const sent = receiver.got.map((text) => JSON.parse(message.exec(text)?.[5] ?? ''))
    expect(sent.map(({ position }) => position)).toEqual([1, 2, 3, 4])
    expect(sent[3]).toMatchObject({ action: 'large', tooLargeForADatagram: true })
  })

  test('to a receiver that never closes its side is done a few seconds after the last byte', async () => {
    let bytes = 0
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('data', (chunk) => {
        bytes += chunk.length
      })
      socket.on('error', () => undefined)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUps.push(async () => server.close())
    await recordSome(db, 1)
    start(configured({ FLEETWARDEN_TRAIL_SYSLOG: `tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}` }))
    await arrived('syslog', 1)
    expect(bytes).toBeGreaterThan(300)
  })

  test('goes on where a receiver that went away had got to', async () => {
    const first = await syslogReceiver('tcp')
    await recordSome(db, 2)
    start(configured({ FLEETWARDEN_TRAIL_SYSLOG: first.address }))
    await arrived('syslog', 2)
    await first.close()
    await recordSome(db, 2, 3)
    await expect.poll(async () => (await state())[0]?.error).toMatch(/ECONNREFUSED|connect/)
    const second = await use(syslogReceiver('tcp', Number(new URL(first.address).port)))
    await arrived('syslog', 4)
    expect(second.got.map((text) => Number(message.exec(text)?.[4]))).toEqual([3, 4])
  })
})

describe('a webhook', () => {
  const variables = (address: string) => ({
    FLEETWARDEN_TRAIL_WEBHOOK: address,
    FLEETWARDEN_TRAIL_WEBHOOK_SECRET: 'a secret of sixteen',
  })
  const entriesIn = (posts: { body: string }[]) =>
    posts.flatMap(({ body }) => JSON.parse(body).entries as { position: number }[])

  test.each(['https', 'http'] as const)('over %s: signed batches, in order', async (kind) => {
    const receiver = await use(webhookReceiver(kind, () => 204))
    await recordSome(db, 450)
    start(configured(variables(receiver.address)))
    await arrived('webhook', 450)
    expect(entriesIn(receiver.got).map(({ position }) => position)).toEqual(numbers(1, 450))
    expect(receiver.got.length).toBe(3)
    for (const { signature, body } of receiver.got) {
      const [, time, hmac] = /^t=(\d+),v1=([\da-f]{64})$/.exec(signature) ?? []
      expect(createHmac('sha256', 'a secret of sixteen').update(`${time}.${body}`).digest('hex')).toBe(hmac)
      expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60)
    }
    expect((await state())[0]?.address, 'its path may be a secret').toBe(new URL(receiver.address).origin)
  })

  test.each([500, 429, 302, 404])('that answers %i is asked again until it takes them', async (status) => {
    let asked = 0
    const receiver = await use(webhookReceiver('http', () => (++asked <= 3 ? status : 200)))
    await recordSome(db, 2)
    start(configured(variables(receiver.address)))
    await arrived('webhook', 2)
    expect(asked).toBe(4)
    expect(entriesIn(receiver.got).map(({ position }) => position)).toEqual([1, 2])
  })

  test('that does not answer holds up no other target', async () => {
    const receiver = await use(webhookReceiver('http', () => 503))
    await recordSome(db, 300)
    const file = path.join(folder, 'trail.jsonl')
    start(configured({ ...variables(receiver.address), FLEETWARDEN_TRAIL_FILE: file }))
    await arrived('file', 300)
    expect((await state()).map(({ name, position, error }) => [name, position, error])).toEqual([
      ['file', 300, null],
      ['webhook', 0, 'The receiver answered 503'],
    ])
  })
})

describe('a worker that dies', () => {
  test('between delivering and noting it sends twice what it had sent, and leaves nothing out', async () => {
    await recordSome(db, 5)
    const got: number[][] = []
    const target: Target = {
      name: 'file',
      address: 'x',
      async deliver(entries) {
        got.push(entries.map(({ position }) => position))
        if (got.length === 1) {
          await db.pool.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fleetwarden-trail' and datname = current_database()`,
          )
        }
      },
    }
    start([target])
    await arrived('file', 5)
    expect(got).toEqual([numbers(1, 5), numbers(1, 5)])
  })

  test('is followed by another, which alone streams', async () => {
    const file = path.join(folder, 'trail.jsonl')
    const targets = configured({ FLEETWARDEN_TRAIL_FILE: file })
    const first = start(targets)
    await recordSome(db, 300)
    await arrived('file', 300)
    start(targets)
    start(targets)
    await first()
    await recordSome(db, 100, 301)
    await arrived('file', 400)
    expect(positions(fs.readFileSync(file, 'utf8').trimEnd().split('\n'))).toEqual(numbers(1, 400))
  })
})

test('an entry that somebody deleted arrives as the gap it left', async () => {
  await recordSome(db, 3)
  await tamper(db, 'delete from activity where id = 2')
  const file = path.join(folder, 'trail.jsonl')
  start(configured({ FLEETWARDEN_TRAIL_FILE: file }))
  await arrived('file', 3)
  const lines = fs
    .readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines[1]).toMatchObject({ position: 2, id: null, action: null, hash: expect.any(String) })
})

test('a target that is configured no longer is put away, and keeps its place', async () => {
  await recordSome(db, 2)
  const file = path.join(folder, 'trail.jsonl')
  const end = start(configured({ FLEETWARDEN_TRAIL_FILE: file }))
  await arrived('file', 2)
  await end()
  await start([])()
  await expect.poll(state).toEqual([])
  await recordSome(db, 1, 3)
  start(configured({ FLEETWARDEN_TRAIL_FILE: file }))
  await arrived('file', 3)
  expect(positions(fs.readFileSync(file, 'utf8').trimEnd().split('\n'))).toEqual([1, 2, 3])
})

describe('the environment', () => {
  test.each([
    [{ FLEETWARDEN_TRAIL_FILE: 'relative.log' }, 'FLEETWARDEN_TRAIL_FILE must be an absolute path'],
    [{ FLEETWARDEN_TRAIL_SYSLOG: 'http://x' }, 'FLEETWARDEN_TRAIL_SYSLOG must be a udp://'],
    [{ FLEETWARDEN_TRAIL_WEBHOOK: 'http://siem.example/' }, 'FLEETWARDEN_TRAIL_WEBHOOK must be an https:// address'],
    [{ FLEETWARDEN_TRAIL_WEBHOOK: 'https://siem.example/' }, 'FLEETWARDEN_TRAIL_WEBHOOK_SECRET must be set'],
    [{ FLEETWARDEN_TRAIL_CA: '/nowhere/ca.pem' }, 'FLEETWARDEN_TRAIL_CA must name a file'],
  ])('%j is not usable', (variables, sentence) => {
    expect(() => targetsFromEnvironment(variables)).toThrow(sentence)
  })
  test('names none by default', () => expect(targetsFromEnvironment({})).toEqual([]))
})
