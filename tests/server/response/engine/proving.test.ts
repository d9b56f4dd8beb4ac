import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Thing } from '#simulator/fleet/thing.ts'
import { anEngine, certificateOf, cutOff, setGuards, useResponseWorld, work, workWith } from './response-world.ts'

const aws = useResponseWorld(60)
let things: Thing[] = []
const one = (): Thing => {
  const thing = things.shift()
  if (!thing) throw new Error('Too few things')
  return thing
}

/** What AWS says of its session, at a moment of its own. */
function session(thing: Thing, connected: boolean, at = Date.now()) {
  const { connectivity } = thing.details
  if (!connectivity) throw new Error('It never was there')
  thing.change({ connectivity: { ...connectivity, connected, timestamp: at } })
}

const recorded = (clientId: string, principal: string, at = Date.now(), kind = 'connect') =>
  aws.pool.query(
    `INSERT INTO connection_events (account_id, at, event_key, kind, client_id, principal, duplicate, feed)
     VALUES ($1, $2, $3, $6, $4, $5, FALSE, 'lifecycle')`,
    [aws.account, new Date(at), randomUUID(), clientId, principal, kind],
  )

async function deactivated(thing: Thing) {
  const steps = cutOff(thing).steps.filter(({ kind }) => kind === 'set-certificate-status')
  const id = await aws.insertRun({
    ...{ action: 'deactivate-certificate', kind: 'certificate' },
    targets: [{ name: certificateOf(thing), clients: [thing.name], steps }],
  })
  const seen = async () => (await aws.standing(id)).targets[0]
  const is = (state: string) => async () => (await seen()).state === state
  const told = async () => {
    const { rows } = await aws.pool.query(
      `SELECT coalesce(detail->>'state', action) AS told FROM activity WHERE detail->>'run' = $1 ORDER BY id`,
      [id],
    )
    return rows.map((row) => row.told)
  }
  return { id, seen, is, told, run: async () => (await aws.standing(id)).run }
}

/** A clock that can be put forward; whoever waits in the database is woken. */
function clock() {
  let aheadMs = 0
  return {
    now: () => new Date(Date.now() + aheadMs),
    forward: async (ms: number) => {
      aheadMs += ms
      await aws.pool.query('UPDATE response_runs SET wake_at = now() WHERE wake_at IS NOT NULL')
    },
  }
}

beforeEach(async () => {
  if (things.length === 0) things = aws.healthy()
  await setGuards(aws.pool, {})
})
afterEach(async () => {
  await aws.trouble()
  // What a test leaves watched is not the next one's business.
  await aws.pool.query(
    `UPDATE response_runs SET state = 'done', holder = NULL, wake_at = NULL WHERE state = 'watching'`,
  )
})

// As far apart as in earnest: nothing is looked at but when the clock is put forward.
const long = { watchForMs: 600_000, lookAgainForMs: 600_000, pauseMs: { first: 1_000, longest: 60_000 } }

test('a device that is out is being proved until the settling time is over, and the time to contain is to its first look', async () => {
  const { now, forward } = clock()
  const { seen, run, told } = await deactivated(one())
  const options = { settings: { ...long, settleMs: null }, parts: { now } }
  await work(aws.pool, { ...options, until: async () => (await run()).proving_since !== null })
  const { proving_since: since, decide_at: decideAt, ...target } = await seen()
  expect(decideAt.getTime() - since.getTime()).toBe(60_000)
  expect(target).toMatchObject({ state: 'proving', open: true, contained_at: null, proved_at: null })
  expect(await run()).toMatchObject({
    state: 'watching',
    contained_in_s: null,
    proving_since: since,
    decide_at: decideAt,
  })
  expect(await told()).toEqual(['confirmed'])
  await forward(61_000)
  await work(aws.pool, { ...options, until: async () => (await run()).contained_in_s !== null })
  const proved = await seen()
  expect(proved).toMatchObject({ state: 'contained', contained_at: since, proving_since: since, decide_at: null })
  expect(proved.proved_at.getTime()).toBeGreaterThanOrEqual(decideAt.getTime())
  const { queued_at: asked, contained_in_s: seconds, ...ended } = await run()
  expect(seconds).toBeCloseTo((since.getTime() - asked.getTime()) / 1000, 2)
  // In the order in which it came about: confirmed, and out from then on.
  expect(ended).toMatchObject({ applied_at: proved.confirmed_at, proving_since: null, decide_at: null })
  expect(ended.applied_at.getTime()).toBeLessThanOrEqual(proved.contained_at.getTime())
  expect(await told()).toEqual(['confirmed', 'contained'])
})

test('a worker that dies between two looks loses no time of the proof; a silence that AWS does not tell of begins it again', async () => {
  const { now, forward } = clock()
  const { seen, is, run } = await deactivated(one())
  const options = { settings: { ...long, settleMs: 60_000, watchForMs: 7_200_000 }, parts: { now } }
  const dying = anEngine(aws.pool, { ...options, settings: { ...options.settings, leaseMs: 300 } })
  const stop = new AbortController()
  await workWith(dying, aws.pool, stop.signal, is('proving'))
  const { proving_since: since } = await seen()
  // It dies holding the run: nobody gives it back.
  await aws.pool.query(`UPDATE response_runs SET holder = gen_random_uuid() WHERE holder IS NOT NULL`)
  stop.abort()
  await dying.close()
  await forward(30_000)
  await work(aws.pool, { ...options, until: async () => (await seen()).observed_at > since })
  expect(await seen()).toMatchObject({ state: 'proving', proving_since: since })
  // AWS forgets within half an hour that it ever was connected.
  const { thing } = await forgotten((await seen()).clients[0])
  await forward(3_600_000)
  await work(aws.pool, { ...options, until: async () => (await seen()).proving_since > since })
  expect(await seen()).toMatchObject({
    state: 'proving',
    contained_at: null,
    observation: expect.stringContaining(`AWS does not tell of ${thing.name} in between. The proof begins again.`),
  })
  await forward(61_000)
  await work(aws.pool, { ...options, until: is('contained') })
  expect((await run()).contained_in_s).toBeGreaterThan(3_600)
})

/** Has AWS remember nothing of a client. */
async function forgotten(name: string) {
  const thing = aws.filled.things.find((one) => one.name === name)
  if (!thing) throw new Error(`No thing ${name}`)
  thing.change({ connectivity: undefined })
  return { thing }
}

test('a session that came and went between two looks is not overlooked, before it was proved nor after', async () => {
  const { now, forward } = clock()
  const [ended, connected] = [one(), one()]
  const options = { settings: { ...long, settleMs: 60_000 }, parts: { now } }
  const first = await deactivated(ended)
  await work(aws.pool, { ...options, until: first.is('proving') })
  session(ended, false, Date.now() + 40_000)
  await forward(61_000)
  const { proving_since: since } = await first.seen()
  await work(aws.pool, { ...options, until: async () => (await first.seen()).proving_since > since })
  expect(await first.seen()).toMatchObject({
    state: 'proving',
    observation: expect.stringMatching(new RegExp(`A session of ${ended.name} ended in between, at .* begins again`)),
  })
  await forward(61_000)
  await work(aws.pool, { ...options, until: first.is('contained') })

  // The records tell of a connect with its credential that AWS remembers no more.
  const second = await deactivated(connected)
  await work(aws.pool, { ...options, until: second.is('proving') })
  await forward(61_000)
  await work(aws.pool, { ...options, until: second.is('contained') })
  await recorded(connected.name, certificateOf(connected), now().getTime() + 10_000)
  await forward(61_000)
  await work(aws.pool, { ...options, until: second.is('proving') })
  expect((await second.seen()).observation).toMatch(/ connected with its credential in between, at .*begins again/)
  expect(await second.run()).toMatchObject({ contained_in_s: null })
  expect(await second.told()).toEqual(['confirmed', 'contained', 'proving'])

  // That it was connected at the first look comes out when the record of its end does: another had taken the client ID over.
  await forward(61_000)
  await work(aws.pool, { ...options, until: second.is('contained') })
  const { contained_at: at } = await second.seen()
  await recorded(connected.name, certificateOf(connected), at.getTime() + 2_000, 'disconnect')
  await forward(61_000)
  await work(aws.pool, { ...options, until: second.is('proving') })
  expect((await second.seen()).observation).toMatch(/ was still connected with its credential in between, at /)
})

test('the second device of a client ID that comes back is neither an alarm nor the end of the proof', async () => {
  const { now, forward } = clock()
  const thing = one()
  const rightful = 'e'.repeat(64)
  await recorded(thing.name, rightful, Date.now() - 600_000)
  await recorded(thing.name, certificateOf(thing), Date.now() - 300_000)
  const { seen, is, told } = await deactivated(thing)
  const options = { settings: { ...long, settleMs: 60_000 }, parts: { now } }
  await work(aws.pool, { ...options, until: is('proving') })
  const { proving_since: since } = await seen()
  session(thing, true, Date.now() + 6_000)
  await forward(11_000)
  await work(aws.pool, { ...options, until: async () => (await seen()).decide_at === null })
  expect(await seen()).toMatchObject({
    ...{ state: 'proving', proving_since: since },
    observation: expect.stringMatching(/No record says whose the session of .* is\. Other credentials use the same/),
  })
  await recorded(thing.name, rightful, Date.now() + 6_000)
  await forward(50_000)
  await work(aws.pool, { ...options, until: is('contained') })
  expect(await seen()).toMatchObject({
    contained_at: since,
    observation: expect.stringContaining(`${thing.name} is connected with another credential`),
  })
  expect(await told()).toEqual(['confirmed', 'contained'])
})

test.each([
  ['may not be read', { denied: true }, true],
  ['is not read for a moment', { errorRate: 1 }, false],
])('what keeps it out %s: said so, and proved anew once it is read', async (_, trouble, atOnce) => {
  const { now, forward } = clock()
  const { seen, is, run, told } = await deactivated(one())
  const options = { settings: { ...long, settleMs: 60_000, unreadForMs: 30_000 }, parts: { now } }
  await work(aws.pool, { ...options, until: is('proving') })
  await forward(61_000)
  await work(aws.pool, { ...options, until: async () => (await run()).contained_in_s !== null })
  await aws.trouble({ operations: { DescribeCertificate: trouble } })
  await forward(61_000)
  if (!atOnce) {
    await work(aws.pool, { ...options, until: async () => (await seen()).unread_since !== null })
    expect(await seen()).toMatchObject({
      state: 'contained',
      observation: expect.stringContaining('could not be read'),
    })
    await forward(31_000)
  }
  await work(aws.pool, { ...options, until: async () => (await run()).contained_in_s === null })
  expect(await seen()).toMatchObject({
    ...{ state: 'unproved', contained_at: null, proved_at: null, proving_since: null },
    observation: expect.stringMatching(
      /^No live session .* still as the run left it could not be read\. DescribeCertificate/,
    ),
  })
  await aws.trouble()
  await forward(61_000)
  await work(aws.pool, { ...options, until: is('proving') })
  await forward(61_000)
  await work(aws.pool, { ...options, until: async () => (await run()).contained_in_s !== null })
  expect(await told()).toEqual(['confirmed', 'contained', 'unproved', 'proving', 'contained'])
})

test('an account that lets us in no more proves nothing, while its run goes on waiting', async () => {
  const { now, forward } = clock()
  const { seen, is, run } = await deactivated(one())
  const options = { settings: { ...long, settleMs: 60_000, unreadForMs: 30_000 }, parts: { now } }
  await work(aws.pool, { ...options, until: is('proving') })
  await forward(61_000)
  await work(aws.pool, { ...options, until: async () => (await run()).contained_in_s !== null })
  await aws.trouble({ expiredCredentials: true })
  await forward(61_000)
  await work(aws.pool, { ...options, until: async () => (await seen()).unread_since !== null })
  expect((await seen()).state).toBe('contained')
  await forward(31_000)
  await work(aws.pool, { ...options, until: is('unproved') })
  expect(await seen()).toMatchObject({ observation: expect.stringMatching(/^AWS could not be asked at /) })
  expect(await run()).toMatchObject({ state: 'watching', contained_in_s: null })
  await aws.trouble()
  await forward(61_000)
  await work(aws.pool, { ...options, until: is('proving') })
  await forward(61_000)
  await work(aws.pool, { ...options, until: is('contained') })
})
