import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Thing } from '#simulator/fleet/thing.ts'
import {
  certificateOf,
  cutOff,
  difference,
  type NewTarget,
  setGuards,
  useResponseWorld,
  work,
} from './response-world.ts'

const aws = useResponseWorld(150)
let things: Thing[] = []
let used = 0

/** Things that no test before has touched. */
const take = (count: number): Thing[] => {
  used += count
  const taken = things.slice(used - count, used)
  if (taken.length < count) throw new Error('Too few things')
  return taken
}
const one = () => take(1)[0] as Thing

beforeEach(async () => {
  if (things.length === 0) things = aws.healthy()
  aws.forget()
  await setGuards(aws.pool, {})
})
afterEach(() => aws.trouble())

const deactivation = (thing: Thing): NewTarget => ({
  name: certificateOf(thing),
  clients: [thing.name],
  steps: [
    { kind: 'set-certificate-status', certificateId: certificateOf(thing), from: 'ACTIVE', to: 'INACTIVE' },
    { kind: 'close-connection', clientId: thing.name, cleanSession: false },
  ],
})

test('cut off: before, intent, request id, read-back and the session are all in the rows, and the trail says so', async () => {
  const thing = one()
  const id = await aws.insertRun({ action: 'cut-off-thing', kind: 'thing', targets: [cutOff(thing)] })
  await work(aws.pool)
  const { run, targets } = await aws.standing(id)
  expect(run).toMatchObject({ state: 'done', stop_reason: null, contained_in_s: expect.any(Number) })
  expect(run.contained_in_s).toBeGreaterThan(0)
  expect(targets).toMatchObject([{ state: 'contained', open: false, error: null, look_at: null }])
  expect(targets[0].observation).toMatch(
    /^No live session for dev-\d+ by GetConnection at .* UTC; last disconnected .* the call \([A-Z_]+\)\.$/,
  )
  expect(targets[0].steps).toMatchObject([
    { state: 'confirmed', before: 'ACTIVE', request_id: expect.any(String), error: null },
    { state: 'confirmed', before: null, request_id: expect.any(String), error: null },
  ])
  // The simulator had ended the session by then, so that there was none to close.
  expect(aws.applied().map(({ operation }) => operation)).toEqual(['UpdateCertificate'])
  const { rows } = await aws.pool.query(
    `SELECT action, object_kind, object_id, before, after, result, detail FROM activity WHERE detail->>'run' = $1 ORDER BY id`,
    [id],
  )
  expect(rows).toMatchObject([
    {
      action: 'response.target',
      object_kind: 'thing',
      before: [{ call: 'set-certificate-status', subject: certificateOf(thing), value: 'ACTIVE' }],
      after: [{ value: 'INACTIVE' }],
      result: 'ok',
      detail: { state: 'confirmed', by: 'Olive Operator', calls: [{ requestId: targets[0].steps[0].request_id }, {}] },
    },
    { action: 'response.containment', detail: { state: 'contained' } },
    { action: 'response.done', detail: { contained: 1, failed: 0 } },
  ])
  const { rows: allowed } = await aws.pool.query('SELECT action, allowed FROM responder_permissions ORDER BY action')
  expect(allowed).toEqual([
    { action: 'iot:DeleteConnection', allowed: true },
    { action: 'iot:UpdateCertificate', allowed: true },
  ])
})

test('what runs come to is counted, unless they answer an exercise', async () => {
  const counted: string[] = []
  const metrics = {
    ended: (action: string, state: string) => void counted.push(`${action} ${state}`),
    targets: (_: string, state: string, count: number) => void counted.push(`${count} ${state}`),
    contained: () => void counted.push('time'),
  }
  for (const drill of [null, 'second-process']) {
    const id = await aws.insertRun({ action: 'cut-off-thing', kind: 'thing', targets: [cutOff(one())] })
    await aws.pool.query(
      `WITH incident AS (INSERT INTO incidents (account_id, client_id, cause, confidence, severity, first_at, last_at, kicks, drill)
         VALUES ($2, 'an incident', 'undecided', 0, 'high', now(), now(), 1, $3) RETURNING id)
       UPDATE response_runs SET incident_id = incident.id FROM incident WHERE response_runs.id = $1`,
      [id, aws.account, drill],
    )
    await work(aws.pool, { parts: { metrics } })
    expect((await aws.standing(id)).states).toEqual(['contained'])
    expect(counted).toEqual(['1 confirmed', '1 contained', 'time', 'cut-off-thing done'])
  }
})

test('what is so already is not called for, and an undo has nothing of it to put back', async () => {
  const thing = one()
  for (const certificate of thing.certificates) certificate.status = 'INACTIVE'
  const id = await aws.insertRun({
    action: 'deactivate-certificate',
    kind: 'certificate',
    targets: [{ ...deactivation(thing), clients: [] }],
  })
  await work(aws.pool)
  const { targets } = await aws.standing(id)
  expect(targets[0].steps[0]).toMatchObject({ state: 'skipped', before: 'INACTIVE', intended_at: null })
  expect(targets[0]).toMatchObject({ state: 'unproved', observation: expect.stringContaining('No client ID is known') })
})

test('AWS refuses a status: the target fails with AWS’s words, the others go on', async () => {
  const [bad, good] = take(2) as [Thing, Thing]
  for (const certificate of bad.certificates) certificate.status = 'REVOKED'
  const id = await aws.insertRun({
    action: 'deactivate-certificate',
    kind: 'certificate',
    targets: [deactivation(bad), deactivation(good)],
  })
  await work(aws.pool)
  const { run, states, targets } = await aws.standing(id)
  expect([run.state, states]).toEqual(['done', ['failed', 'contained']])
  expect(targets[0].error).toMatch(/^UpdateCertificate: .*REVOKED/i)
  expect(targets[0].open).toBe(false)
})

test('a certificate that AWS does not have is a failure, not a proof', async () => {
  const thing = one()
  const gone = { ...deactivation(thing), name: 'f'.repeat(64) }
  gone.steps[0] = { kind: 'set-certificate-status', certificateId: 'f'.repeat(64), from: 'ACTIVE', to: 'INACTIVE' }
  const id = await aws.insertRun({ action: 'deactivate-certificate', kind: 'certificate', targets: [gone] })
  await work(aws.pool)
  const { states, targets } = await aws.standing(id)
  expect(states).toEqual(['failed'])
  expect(targets[0].error).toMatch(/^UpdateCertificate/)
})

test('denied: the target fails and names the action; when all of the first are denied, nothing more is tried', async () => {
  await aws.trouble({ denied: ['UpdateCertificate'] })
  const targets = take(12).map((thing) => deactivation(thing))
  const id = await aws.insertRun({
    action: 'deactivate-certificate',
    kind: 'certificate',
    targets: targets.map((target) => ({ ...target, steps: target.steps.slice(0, 1) })),
  })
  await work(aws.pool)
  const { run, states, targets: after } = await aws.standing(id)
  expect(run).toMatchObject({ state: 'stopped', stop_reason: expect.stringContaining('iot:UpdateCertificate') })
  expect(states.filter((state) => state === 'failed')).toHaveLength(5)
  expect(states.filter((state) => state === 'not-started')).toHaveLength(7)
  expect(after.every(({ open }) => !open)).toBe(true)
  const { rows } = await aws.pool.query(
    `SELECT allowed FROM responder_permissions WHERE action = 'iot:UpdateCertificate'`,
  )
  expect(rows).toEqual([{ allowed: false }])
})

test('the circuit breaker stops a run whose targets fail too often, and says how many did', async () => {
  await setGuards(aws.pool, { errorShare: 0.2, errorsAtLeast: 2 })
  const targets = take(12)
  for (const thing of targets.slice(0, 3)) for (const certificate of thing.certificates) certificate.status = 'REVOKED'
  const id = await aws.insertRun({
    action: 'deactivate-certificate',
    kind: 'certificate',
    targets: targets.map((thing) => deactivation(thing)),
  })
  await work(aws.pool, { settings: { inFlight: 1 } })
  const { run, states } = await aws.standing(id)
  expect(run).toMatchObject({
    state: 'stopped',
    stop_reason: expect.stringMatching(/^2 of \d+ targets failed .* Mostly: UpdateCertificate/),
  })
  expect(states.filter((state) => state === 'failed')).toHaveLength(2)
  expect(states.filter((state) => state === 'not-started').length).toBeGreaterThan(5)
})

test('facts that changed since the plan: nothing is called, and the difference is kept', async () => {
  const thing = one()
  const id = await aws.insertRun({ action: 'cut-off-thing', kind: 'thing', targets: [cutOff(thing)] })
  await work(aws.pool, { planner: { compare: async () => ({ digest: 'other', differences: [difference] }) } })
  const { run, targets } = await aws.standing(id)
  expect(run).toMatchObject({ state: 'changed', differences: [difference], finished_at: expect.any(Date) })
  expect(targets).toMatchObject([{ state: 'not-started', open: false }])
  expect(aws.applied()).toEqual([])
})

test.each([
  ['read-only', { readOnly: true }, /read-only/],
  ['the hourly cap', { targetsPerHour: 1 }, /At most 1 targets an hour/],
])('%s stops a run before its first call', async (_name, guards, words) => {
  const two = take(2)
  const id = await aws.insertRun({ action: 'cut-off-thing', kind: 'thing', targets: two.map((thing) => cutOff(thing)) })
  await setGuards(aws.pool, guards)
  await work(aws.pool)
  const { run, states } = await aws.standing(id)
  expect(run).toMatchObject({ state: 'stopped', stop_reason: expect.stringMatching(words) })
  expect(states).toEqual(['not-started', 'not-started'])
  expect(aws.applied()).toEqual([])
})

test('credentials that fail make the run wait and say so; it goes on when they work again', async () => {
  const thing = one()
  const id = await aws.insertRun({ action: 'cut-off-thing', kind: 'thing', targets: [cutOff(thing)] })
  await aws.trouble({ expiredCredentials: true })
  await work(aws.pool, { until: async () => Boolean((await aws.standing(id)).run.stop_reason) })
  expect((await aws.standing(id)).run).toMatchObject({
    state: 'queued',
    stop_reason: expect.stringMatching(/^Waiting: /),
  })
  await aws.trouble()
  await aws.pool.query('UPDATE response_runs SET wake_at = now() WHERE id = $1', [id])
  await work(aws.pool)
  const { run, states } = await aws.standing(id)
  expect([run.state, run.stop_reason, states]).toEqual(['done', null, ['contained']])
})

test('an expired request is closed and recorded', async () => {
  const thing = one()
  const id = await aws.insertRun({
    action: 'cut-off-thing',
    kind: 'thing',
    state: 'awaiting-approval',
    targets: [cutOff(thing)],
  })
  await aws.pool.query(`UPDATE response_runs SET approval_expires_at = now() - interval '1 second' WHERE id = $1`, [id])
  await work(aws.pool, { until: async () => (await aws.standing(id)).run.state !== 'awaiting-approval' })
  const { run, targets } = await aws.standing(id)
  expect(run).toMatchObject({ state: 'expired', finished_at: expect.any(Date) })
  expect(targets).toMatchObject([{ state: 'not-started', open: false }])
  const { rows } = await aws.pool.query(`SELECT count(*) AS n FROM activity WHERE action = 'response.expired'`)
  expect(rows).toEqual([{ n: 1 }])
  expect(aws.applied()).toEqual([])
})
