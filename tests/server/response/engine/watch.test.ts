import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Thing } from '#simulator/fleet/thing.ts'
import { certificateOf, cutOff, type NewTarget, setGuards, useResponseWorld, work } from './response-world.ts'

const aws = useResponseWorld(90)
let things: Thing[] = []

const one = (): Thing => {
  const thing = things.shift()
  if (!thing) throw new Error('Too few things')
  return thing
}

/** The device is back, whatever AWS was told. */
const reconnect = (thing: Thing) => {
  const { connectivity } = thing.details
  if (!connectivity) throw new Error('It never was there')
  thing.change({ connectivity: { ...connectivity, connected: true, timestamp: Date.now() } })
}

/** Deactivates, and leaves the session to the watch. */
const deactivation = (thing: Thing): NewTarget => ({
  name: certificateOf(thing),
  clients: [thing.name],
  steps: cutOff(thing).steps.filter(({ kind }) => kind === 'set-certificate-status'),
})

const deactivate = (thing: Thing): Promise<string> =>
  aws.insertRun({ action: 'deactivate-certificate', kind: 'certificate', targets: [deactivation(thing)] })

const contained = async (id: string) => {
  const { run, states } = await aws.standing(id)
  return run.contained_in_s !== null && states.every((state) => state === 'contained')
}
const told = async (id: string): Promise<string[]> => {
  const { rows } = await aws.pool.query(
    `SELECT coalesce(detail->>'state', action) AS told FROM activity WHERE detail->>'run' = $1 ORDER BY id`,
    [id],
  )
  return rows.map((row) => row.told)
}
const kicks = () => aws.applied().filter(({ operation }) => operation === 'DeleteConnection')

beforeEach(async () => {
  if (things.length === 0) things = aws.healthy()
  aws.forget()
  await setGuards(aws.pool, {})
})
afterEach(() => aws.trouble())

const long = { watchForMs: 6_000, lookAgainForMs: 5_000 }

test('a device that comes back is noticed, its session closed once, and then it is out again', async () => {
  const thing = one()
  const id = await deactivate(thing)
  await work(aws.pool, { settings: long, until: () => contained(id) })
  const first = await aws.standing(id)
  expect(first.run).toMatchObject({ state: 'watching', contained_in_s: expect.any(Number) })
  reconnect(thing)
  await work(aws.pool, { settings: long, until: async () => (await told(id)).length === 6 })
  const second = await aws.standing(id)
  expect(second.targets[0].steps.at(-1)).toMatchObject({
    params: { kind: 'close-connection', clientId: thing.name },
    state: 'confirmed',
    request_id: expect.any(String),
  })
  expect(second.targets[0].kicked_at).toEqual(expect.any(Date))
  // Back once more: it was closed a moment ago, and is not closed every minute.
  reconnect(thing)
  await work(aws.pool, { settings: long })
  const { run, targets } = await aws.standing(id)
  expect(kicks()).toHaveLength(1)
  expect(run).toMatchObject({ state: 'done', contained_in_s: null })
  expect(targets[0]).toMatchObject({
    state: 'not-contained',
    open: false,
    observation: expect.stringMatching(
      /has a live session by GetConnection .* s? ?.*closed again at .* at the soonest\./,
    ),
  })
  expect(await told(id)).toEqual([
    'confirmed',
    'contained',
    'response.session-closed',
    'not-contained',
    'proving',
    'contained',
    'not-contained',
    'done',
  ])
})

test('what was let in again by somebody else is not closed', async () => {
  const thing = one()
  const id = await deactivate(thing)
  await work(aws.pool, { settings: long, until: () => contained(id) })
  for (const certificate of thing.certificates) certificate.status = 'ACTIVE'
  reconnect(thing)
  await work(aws.pool, { settings: { watchForMs: 200, lookAgainForMs: 200 } })
  const { targets } = await aws.standing(id)
  expect(targets[0]).toMatchObject({
    state: 'not-contained',
    observation: expect.stringContaining('Somebody changed'),
  })
  expect(kicks()).toEqual([])
})

test.each(['ACTIVE', 'REVOKED'] as const)(
  'whose certificate somebody makes %s is contained only if it is out',
  async (status) => {
    const thing = one()
    const id = await aws.insertRun({
      action: 'deactivate-certificate',
      kind: 'certificate',
      targets: [deactivation(thing)],
    })
    await work(aws.pool, { settings: long, until: () => contained(id) })
    for (const certificate of thing.certificates) certificate.status = status
    await work(aws.pool, { settings: { watchForMs: 200, lookAgainForMs: 200 } })
    const { targets } = await aws.standing(id)
    expect(targets[0]).toMatchObject({
      state: status === 'ACTIVE' ? 'unproved' : 'contained',
      observation: expect.stringMatching(
        new RegExp(`^No live session .* Somebody changed .*: it is ${status} now\\.$`),
      ),
    })
  },
)

test('a later run that lets it in ends the watch over it', async () => {
  const thing = one()
  const id = await deactivate(thing)
  await work(aws.pool, { settings: long, until: () => contained(id) })
  const certificateId = certificateOf(thing)
  await aws.insertRun({
    action: 'reactivate-certificate',
    kind: 'certificate',
    targets: [
      {
        name: certificateId,
        steps: [{ kind: 'set-certificate-status', certificateId, from: 'INACTIVE', to: 'ACTIVE' }],
      },
    ],
  })
  await work(aws.pool, {
    settings: { lanes: { planning: 1, executing: 1, watching: 0 } },
    until: async () => thing.certificates[0]?.status === 'ACTIVE',
  })
  reconnect(thing)
  await work(aws.pool, { settings: long })
  const { run, targets } = await aws.standing(id)
  expect(run.state).toBe('done')
  expect(targets[0]).toMatchObject({
    state: 'contained',
    observation: expect.stringMatching(/^Run \d+ lets it in again/),
  })
  expect(kicks()).toEqual([])
})

test('read-only closes no session again', async () => {
  const thing = one()
  const id = await deactivate(thing)
  await work(aws.pool, { settings: long, until: () => contained(id) })
  await setGuards(aws.pool, { readOnly: true })
  reconnect(thing)
  await work(aws.pool, { settings: { watchForMs: 200, lookAgainForMs: 200 } })
  const { targets } = await aws.standing(id)
  expect(targets[0]).toMatchObject({ state: 'not-contained', observation: expect.stringContaining('read-only') })
  expect(kicks()).toEqual([])
})

test('without GetConnection the fleet index tells; without either nothing is proved', async () => {
  const [seen, unseen] = [one(), one()]
  await aws.trouble({ denied: ['GetConnection'] })
  const id = await aws.insertRun({ action: 'cut-off-thing', kind: 'thing', targets: [cutOff(seen)] })
  await work(aws.pool)
  expect((await aws.standing(id)).targets[0]).toMatchObject({
    state: 'contained',
    observation: expect.stringMatching(/by GetThingConnectivityData/),
  })
  await aws.trouble({ denied: ['GetConnection', 'GetThingConnectivityData'] })
  const other = await aws.insertRun({ action: 'cut-off-thing', kind: 'thing', targets: [cutOff(unseen)] })
  await work(aws.pool)
  const { run, targets } = await aws.standing(other)
  expect(run).toMatchObject({ state: 'done', contained_in_s: null })
  expect(targets[0]).toMatchObject({
    state: 'unproved',
    observation: expect.stringMatching(/^Nothing tells whether dev-\d+ has a session\. GetConnection/),
  })
})

const disconnection = (thing: Thing): NewTarget => ({
  name: thing.name,
  steps: [{ kind: 'close-connection', clientId: thing.name, cleanSession: false }],
})

test('a disconnection says whether the client came back, and is not repeated so soon', async () => {
  const [gone, back] = [one(), one()]
  const id = await aws.insertRun({
    action: 'disconnect-client',
    kind: 'client',
    targets: [disconnection(gone), disconnection(back)],
  })
  await work(aws.pool, {
    settings: { returnForMs: 2_000 },
    until: async () => (await aws.standing(id)).targets.every(({ observation }) => observation),
  })
  reconnect(back)
  await work(aws.pool, { settings: { returnForMs: 300 } })
  const { run, targets, states } = await aws.standing(id)
  expect([run.state, states]).toEqual(['done', ['confirmed', 'confirmed']])
  expect(targets[0].observation).toMatch(/^No live session for .* \(API_INITIATED_DISCONNECT\)\.$/)
  expect(targets[1].observation).toMatch(/connected again .* by GetConnection/)
  const again = await aws.insertRun({ action: 'disconnect-client', kind: 'client', targets: [disconnection(back)] })
  await work(aws.pool)
  expect((await aws.standing(again)).targets[0]).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/was closed \d+ s ago already; it is closed again no sooner than every 10 min/),
  })
  expect(kicks()).toHaveLength(2)
})

test('a target that AWS accepted and does not confirm has failed in the end, with both said', async () => {
  const thing = one()
  const id = await deactivate(thing)
  // Somebody sets it back each time, faster than it can be read.
  const setBack = setInterval(() => {
    for (const certificate of thing.certificates) if (certificate.status === 'INACTIVE') certificate.status = 'ACTIVE'
  }, 0)
  await work(aws.pool, { settings: { confirmForMs: 300 } }).finally(() => clearInterval(setBack))
  const { run, targets } = await aws.standing(id)
  expect(run.state).toBe('done')
  expect(targets[0]).toMatchObject({
    state: 'failed',
    open: false,
    error: 'UpdateCertificate was accepted but is not confirmed: AWS says ACTIVE.',
    request_id: expect.any(String),
  })
})

test('pages say disconnected as soon as a device is seen to be out', async () => {
  const thing = one()
  const known = await aws.pool.query(
    `WITH known AS (
       INSERT INTO things (account_id, name, content_hash) VALUES ((SELECT min(id) FROM aws_accounts), $1, 0)
       RETURNING id, account_id
     ) INSERT INTO presence (account_id, thing_row_id, thing_name, connected, since, client_id)
     SELECT account_id, id, $1, TRUE, now() - interval '1 day', $1 FROM known RETURNING thing_row_id`,
    [thing.name],
  )
  expect(known.rowCount).toBe(1)
  const id = await deactivate(thing)
  await work(aws.pool, { settings: long, until: () => contained(id) })
  const { rows } = await aws.pool.query('SELECT connected, since FROM presence WHERE thing_name = $1', [thing.name])
  expect(rows).toEqual([{ connected: false, since: expect.any(Date) }])
})
