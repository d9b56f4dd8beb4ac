import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { whoseSession } from '#server/response/engine/credentials.ts'
import type { Thing } from '#simulator/fleet/thing.ts'
import { certificateOf, cutOff, type NewTarget, setGuards, useResponseWorld, work } from './response-world.ts'

const aws = useResponseWorld(40)
let things: Thing[] = []
const stranger = 'f'.repeat(64)

const one = (): Thing => {
  const thing = things.shift()
  if (!thing) throw new Error('Too few things')
  return thing
}

/** A live session, whoever holds it. */
function connect(thing: Thing, at: number) {
  const { connectivity } = thing.details
  if (!connectivity) throw new Error('It never was there')
  thing.change({ connectivity: { ...connectivity, connected: true, timestamp: at } })
}

const recorded = (clientId: string, principal: string, at = Date.now()) =>
  aws.pool.query(
    `INSERT INTO connection_events (account_id, at, event_key, kind, client_id, principal, duplicate, feed)
     VALUES ($1, $2, $3, 'connect', $4, $5, FALSE, 'lifecycle')`,
    [aws.account, new Date(at), randomUUID(), clientId, principal],
  )

/** Takes a certificate away, which may be connected as another thing: AWS ends only sessions of the certificate's own. */
const certificate = (thing: Thing, clients: string[], closes: string[] = []): NewTarget => {
  const [status] = cutOff(thing).steps
  if (!status) throw new Error('No certificate')
  const closing = closes.map((clientId) => ({ kind: 'close-connection' as const, clientId, cleanSession: false }))
  return { name: certificateOf(thing), clients, steps: [status, ...closing] }
}

const run = async (target: NewTarget) => {
  const id = await aws.insertRun({ action: 'deactivate-certificate', kind: 'certificate', targets: [target] })
  return { id, seen: async () => (await aws.standing(id)).targets[0] }
}
const kicks = () =>
  aws
    .applied()
    .filter(({ operation }) => operation === 'DeleteConnection')
    .map(({ input }) => input.clientId)

beforeEach(async () => {
  if (things.length === 0) things = aws.healthy()
  aws.forget()
  await setGuards(aws.pool, {})
})

const minutes = 60_000

test('a credential that is connected under a client ID of another is not contained until that session is gone', async () => {
  const [thing, other] = [one(), one()]
  const begun = Date.now() - 10 * minutes
  connect(other, begun)
  await recorded(other.name, certificateOf(thing), begun)
  const { id, seen } = await run(certificate(thing, [thing.name]))
  await work(aws.pool, { settings: { watchForMs: 3_000 }, until: async () => kicks().length > 0 })
  await work(aws.pool)
  expect(kicks()).toEqual([other.name])
  expect(await seen()).toMatchObject({ state: 'contained', observation: expect.stringMatching(/any of 2 clients/) })
  const { rows } = await aws.pool.query(
    `SELECT coalesce(detail->>'state', action) AS told FROM activity WHERE detail->>'run' = $1 ORDER BY id`,
    [id],
  )
  expect(rows.map(({ told }) => told)).toEqual([
    'confirmed',
    'response.session-closed',
    'not-contained',
    'proving',
    'contained',
    'done',
  ])
})

test('a session that another credential holds is neither closed nor held against this one', async () => {
  const [thing, other] = [one(), one()]
  await recorded(other.name, certificateOf(thing), Date.now() - 10 * minutes)
  const begun = Date.now() - minutes
  connect(other, begun)
  await recorded(other.name, stranger, begun)
  const { seen } = await run(certificate(thing, [other.name], [other.name]))
  await work(aws.pool)
  expect(kicks()).toEqual([])
  const target = await seen()
  expect(target.steps[1]).toMatchObject({
    state: 'skipped',
    error: `The session of ${other.name} is held by another credential (ffffffffffff…); it is left alone.`,
  })
  expect(target).toMatchObject({
    state: 'contained',
    observation: expect.stringContaining(
      `${other.name} is connected with another credential (ffffffffffff…), not with this one`,
    ),
  })
})

test('whose session began since is not guessed where others use the client ID', async () => {
  const [thing, other] = [one(), one()]
  await recorded(other.name, stranger, Date.now() - 20 * minutes)
  await recorded(other.name, certificateOf(thing), Date.now() - 10 * minutes)
  const { seen } = await run(certificate(thing, [other.name]))
  connect(other, Date.now() + 2_000)
  await work(aws.pool)
  expect(kicks()).toEqual([])
  expect(await seen()).toMatchObject({
    state: 'not-contained',
    observation: expect.stringMatching(/No record says whose the session of .* is\. Other credentials use the same/),
  })
})

test('a session that a certificate of the thing holds ends with the thing', async () => {
  const [thing, other] = [one(), one()]
  connect(other, Date.now() - minutes)
  await recorded(other.name, certificateOf(thing), Date.now() - minutes)
  const id = await aws.insertRun({ action: 'cut-off-thing', kind: 'thing', targets: [cutOff(thing)] })
  await work(aws.pool)
  expect(kicks()).toContain(other.name)
  expect((await aws.standing(id)).states).toEqual(['contained'])
})

const applied = new Date('2026-11-20T10:00:00Z')
const at = (seconds: number) => new Date(applied.getTime() + seconds * 1000)
const holder = (principal: string, seconds: number, principals = [principal]) => ({
  principal,
  at: at(seconds),
  principals,
})

test.each([
  ['its own, from before', -60, holder('own', -60), {}],
  ["somebody else's, some seconds apart", 30, holder('other', 26), { heldBy: 'other' }],
  ['of a time that no record covers', 30, holder('other', 20), { contested: true, nobodyKnows: true }],
  ['not recorded since', 30, holder('own', -60), { contested: false, nobodyKnows: true }],
  ['from before and of nobody', -60, undefined, { contested: false, nobodyKnows: false }],
])('a session is %s', (_, since, latest, whose) => {
  expect(whoseSession({ since: at(since) }, ['own'], latest, applied)).toEqual(whose)
})
