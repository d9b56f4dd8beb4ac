import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Thing } from '#simulator/fleet/thing.ts'
import {
  anEngine,
  certificateOf,
  type NewTarget,
  setGuards,
  useResponseWorld,
  work,
  workWith,
} from './response-world.ts'

const aws = useResponseWorld(480, { collected: true })
const running = new Set<ChildProcess>()
let things: Thing[] = []

beforeEach(async () => {
  if (things.length === 0) things = aws.healthy()
  aws.forget()
  await setGuards(aws.pool, {})
})
afterEach(async () => {
  await aws.trouble()
  for (const child of running) child.kill('SIGKILL')
})

const take = (count: number): Thing[] => {
  const taken = things.splice(0, count)
  if (taken.length < count) throw new Error('Too few things')
  return taken
}

const deactivation = (thing: Thing): NewTarget => ({
  name: certificateOf(thing),
  clients: [thing.name],
  steps: [{ kind: 'set-certificate-status', certificateId: certificateOf(thing), from: 'ACTIVE', to: 'INACTIVE' }],
})
const deactivate = (some: Thing[]) =>
  aws.insertRun({ action: 'deactivate-certificate', kind: 'certificate', targets: some.map(deactivation) })

const updates = () => aws.applied().filter(({ operation }) => operation === 'UpdateCertificate')
const count = (states: string[], state: string) => states.filter((one) => one === state).length
const atLeast = (least: number) => async () => updates().length >= least

test('two workers at once: every call is made once', async () => {
  const [one, two] = [take(20), take(20)]
  const ids = [await deactivate(one), await deactivate(two)]
  await Promise.all([work(aws.pool), work(aws.pool)])
  for (const id of ids) {
    const { run, states } = await aws.standing(id)
    expect([run.state, count(states, 'contained')]).toEqual(['done', 20])
  }
  const called = updates().map(({ input }) => input.certificateId)
  expect(called.sort()).toEqual([...one, ...two].map(certificateOf).sort())
})

test('a worker that falls silent loses its run to another, and stores nothing more', async () => {
  const some = take(12)
  const id = await deactivate(some)
  await aws.trouble({ latencyMs: 40 })
  const silent = anEngine(aws.pool, { settings: { inFlight: 2 } })
  const stop = new AbortController()
  await workWith(silent, aws.pool, stop.signal, atLeast(3))
  // As after a long pause of the whole process: the lease ran out and somebody else may take over.
  await aws.pool.query('UPDATE response_runs SET holder = NULL, lease_until = NULL WHERE id = $1', [id])
  await aws.trouble()
  await work(aws.pool)
  stop.abort()
  await silent.close()
  const { run, states, targets } = await aws.standing(id)
  expect([run.state, run.holder, count(states, 'contained')]).toEqual(['done', null, 12])
  for (const { steps } of targets) expect(steps[0]).toMatchObject({ state: 'confirmed', before: 'ACTIVE' })
  const { rows } = await aws.pool.query(
    `SELECT count(*) AS entries, count(DISTINCT object_id) AS objects FROM activity WHERE action = 'response.target' AND detail->>'run' = $1`,
    [id],
  )
  expect(rows).toEqual([{ entries: 12, objects: 12 }])
})

test.each([
  [
    'cancelled',
    (id: string) =>
      aws.pool.query(`UPDATE response_runs SET cancel_wanted_at = now(), stop_reason = 'Wrong site' WHERE id = $1`, [
        id,
      ]),
    'Wrong site',
  ],
  ['stopped', () => setGuards(aws.pool, { readOnly: true }), 'Response was switched to read-only.'],
])('in the middle it is %s: the rest is not started, what was called is proved', async (state, brake, words) => {
  const id = await deactivate(take(40))
  await aws.trouble({ latencyMs: 60 })
  const engine = anEngine(aws.pool, { settings: { inFlight: 2 } })
  const stop = new AbortController()
  await workWith(engine, aws.pool, stop.signal, atLeast(6))
  await brake(id)
  await workWith(engine, aws.pool, stop.signal)
  await engine.close()
  const { run, states, targets } = await aws.standing(id)
  expect(run).toMatchObject({ state, stop_reason: words, finished_at: expect.any(Date) })
  const called = updates().length
  expect(called).toBeLessThan(40)
  expect([count(states, 'contained'), count(states, 'not-started')]).toEqual([called, 40 - called])
  for (const { state: one, open, attempted_at, steps } of targets) {
    expect(open).toBe(false)
    if (one === 'not-started')
      expect([steps[0].state, steps[0].intended_at, attempted_at]).toEqual(['planned', null, null])
  }
})

test('a worker that is stopped finishes what is in hand and gives the run back; the next goes on', async () => {
  const id = await deactivate(take(16))
  await aws.trouble({ latencyMs: 60 })
  const engine = anEngine(aws.pool, { settings: { inFlight: 2 } })
  const stop = new AbortController()
  await workWith(engine, aws.pool, stop.signal, atLeast(4))
  stop.abort()
  const stoppedAt = Date.now()
  await engine.close()
  expect(Date.now() - stoppedAt).toBeLessThan(4_000)
  const between = await aws.standing(id)
  expect(between.run).toMatchObject({ state: 'running', holder: null })
  // What was called is stored as called: nothing of it is in doubt.
  const known = between.targets.filter(({ steps }) => ['applied', 'confirmed'].includes(steps[0].state))
  expect(known).toHaveLength(updates().length)
  await aws.trouble()
  await work(aws.pool)
  const { run, states } = await aws.standing(id)
  expect([run.state, count(states, 'contained'), updates().length]).toEqual(['done', 16, 16])
})

test('a small run does not wait for a long one to end', async () => {
  const long = await deactivate(take(40))
  await aws.trouble({ latencyMs: 30 })
  const settings = { inFlight: 2, lanes: { planning: 1, executing: 1, watching: 1 } }
  const engine = anEngine(aws.pool, { settings })
  const stop = new AbortController()
  await workWith(engine, aws.pool, stop.signal, atLeast(4))
  const small = await deactivate(take(1))
  await workWith(engine, aws.pool, stop.signal, async () => (await aws.standing(small)).run.state === 'done')
  expect((await aws.standing(long)).run.state).toBe('running')
  await workWith(engine, aws.pool, stop.signal)
  await engine.close()
  const { run, states } = await aws.standing(long)
  expect([run.state, count(states, 'contained'), updates().length]).toEqual(['done', 40, 41])
})

/** The worker as it is started in production. */
function startWorker(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/worker.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: aws.url,
      AWS_REGION: 'eu-west-1',
      FLEETWARDEN_QUOTA_SCALE: '1',
      FLEETWARDEN_QUOTA_SHARE: '1',
      FLEETWARDEN_LEASE_MS: '700',
      FLEETWARDEN_RETRY_BASE_MS: '5',
    },
    stdio: 'ignore',
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

test('killed with SIGKILL between its calls, the next worker ends the run, and no call is lost or made in vain', async () => {
  const some = take(40)
  await setGuards(aws.pool, { settleS: 5 })
  const { rows } = await aws.pool.query<{ id: string }>(
    `INSERT INTO response_runs (account_id, action, target_kind, selection, targets, by_id, by_name)
     VALUES ($1, 'deactivate-certificate', 'certificate', '{"scope":"named","names":[]}', $2, 'p1', 'Olive Operator') RETURNING id`,
    [aws.account, some.length],
  )
  const id = rows[0]?.id ?? ''
  await aws.pool.query(
    `INSERT INTO response_targets (run_id, n, account_id, action, kind, name)
     SELECT $1, ordinality - 1, $2, 'deactivate-certificate', 'certificate', name FROM unnest($3::text[]) WITH ORDINALITY u (name, ordinality)`,
    [id, aws.account, some.map(certificateOf)],
  )
  const first = startWorker()
  const state = async () => (await aws.standing(id)).run.state
  await expect.poll(state, { timeout: 40_000, interval: 50 }).toBe('planned')
  await aws.pool.query(
    `UPDATE response_targets SET state = 'pending', open = TRUE WHERE run_id = $1 AND state = 'planned'`,
    [id],
  )
  await aws.pool.query(`UPDATE response_runs SET state = 'queued', queued_at = now(), wake_at = now() WHERE id = $1`, [
    id,
  ])
  await aws.pool.query(`SELECT pg_notify('fleetwarden', '{"type":"wake"}')`)
  await expect.poll(() => updates().length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(8)
  first.kill('SIGKILL')
  await new Promise((resolve) => first.once('exit', resolve))
  expect(updates().length).toBeLessThan(40)
  startWorker()
  const contained = async () => count((await aws.standing(id)).states, 'contained')
  await expect.poll(contained, { timeout: 60_000, interval: 100 }).toBe(40)
  const { targets } = await aws.standing(id)
  for (const { steps } of targets) expect(steps[0]).toMatchObject({ state: 'confirmed', before: 'ACTIVE' })
  // Only what was in flight when it died may have been sent twice, and of that nothing that had been carried out.
  expect(updates()).toHaveLength(40)
}, 150_000)
