import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { judgeDeployments } from '#server/deployments/judge/judge.ts'
import { aPresence, aThing, insert, insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'
import { insertDeployment } from '../../support/deployments.ts'

const database = useTestDatabase()
const now = new Date('2026-11-20T12:00:00Z')
const hoursAgo = (n: number) => new Date(now.getTime() - n * 3_600_000).toISOString()

beforeAll(async () => {
  await insertAccount(database.db.pool)
})
beforeEach(async () => {
  await database.db.pool.query(
    'truncate deployments, deployment_executions, things, presence, findings, check_results, notices, greengrass_cores, deployment_figures, check_settings cascade',
  )
})

const one = async (id: string) => {
  const { rows } = await database.db.pool.query(
    'select health, stalled, unreached, eta_s, judged_at, judge_at from deployments where id = $1',
    [id],
  )
  return rows[0]
}
const causes = async (id: string) => {
  const { rows } = await database.db.pool.query(
    'select thing, stall_cause as cause, stall_counts as counts, stall_says as says from deployment_executions where deployment_id = $1 order by thing',
    [id],
  )
  return Object.fromEntries(rows.map(({ thing, cause, counts }) => [thing, cause && [cause, counts]]))
}
const findings = async () => {
  const { rows } = await database.db.pool.query(
    'select check_id as check, subject, severity, detail from findings where open order by check_id, subject',
  )
  return rows
}
const openChecks = async () => (await findings()).map(({ check, subject }) => `${check} ${subject}`)
const notices = async () => {
  const { rows } = await database.db.pool.query(
    "select title, severity, ends from notices where about = 'deployment' order by id",
  )
  return rows
}

async function things(presence: Record<string, boolean>) {
  const ids = await insert(
    database.db.pool,
    'things',
    Object.keys(presence).map((name) => aThing({ name })),
  )
  await insert(
    database.db.pool,
    'presence',
    Object.entries(presence).map(([name, connected], index) =>
      aPresence({ thing_row_id: ids[index], thing_name: name, connected, since: hoursAgo(5) }),
    ),
  )
}

test('each device of a rollout has its own cause, and only what should get on counts', async () => {
  await things({ away: false, gone: false, busy: true, silent: true, fresh: true, core: true })
  await insert(database.db.pool, 'greengrass_cores', [
    { account_id: 1, thing: 'core', status: 'HEALTHY', status_at: hoursAgo(50), seen_at: hoursAgo(1) },
  ])
  const queued = (thing: string, hours: number) => ({ thing, queued_at: hoursAgo(hours) })
  await insertDeployment(database.db.pool, { title: 'Earlier', in_progress: 1, judge_at: null }, [
    { thing: 'busy', status: 'IN_PROGRESS', started_at: hoursAgo(1), updated_at: hoursAgo(1) },
  ])
  const id = await insertDeployment(
    database.db.pool,
    { name: 'patch', queued: 6, rejected: 1, counts_at: hoursAgo(0.1), security: true, title: 'Patch' },
    [
      ...[queued('away', 2), queued('gone', 80), queued('busy', 30), queued('silent', 30), queued('fresh', 0.5)],
      ...[queued('core', 30), { thing: 'refuses', status: 'REJECTED', updated_at: hoursAgo(3) }],
    ],
  )
  expect(await judgeDeployments(database.db.pool, now)).toBe(1)
  expect(await causes(id)).toEqual({
    away: ['device-offline', false],
    gone: ['device-offline', true],
    busy: ['behind-another', true],
    silent: ['agent-silent', true],
    fresh: null,
    core: ['core-stale', true],
    refuses: ['rejected', false],
  })
  // One of one that ended failed: that weighs more than the stalls.
  expect(await one(id)).toMatchObject({ health: 'failing', stalled: 4, unreached: 5, eta_s: null })
  expect(await findings()).toMatchObject([
    { check: 'deployment-failing', subject: 'job/patch', severity: 'medium' },
    { check: 'deployment-stalled', subject: 'job/patch', severity: 'medium' },
    { check: 'security-update-blocked', subject: 'job/patch', severity: 'high' },
  ])
  const [failing, stalled, blocked] = (await findings()).map(({ detail }) => detail)
  expect(failing).toBe('“Patch” did not succeed on 1 of 7 devices: 1 refused it')
  expect(stalled).toBe(
    '“Patch” does not get on: 4 of 7 devices are stalled (1 agent silent, 1 queued behind another, 1 core stale, 1 offline)',
  )
  expect(blocked).toContain('cannot be deployed to 5 devices')
  expect(await notices()).toEqual([{ title: 'Security update Patch fails on devices', severity: 'high', ends: false }])
  const { rows } = await database.db.pool.query('select blocked from deployment_figures where account_id = 1')
  expect(rows).toEqual([{ blocked: 5 }])
})

test('a check that people turned off is not told, and not passed; turned on again it is, as grave as they say', async () => {
  await things({ a: false })
  await insertDeployment(database.db.pool, { name: 'p', queued: 1 }, [{ thing: 'a', queued_at: hoursAgo(80) }])
  await judgeDeployments(database.db.pool, now)
  expect(await openChecks()).toEqual(['deployment-stalled job/p'])
  const set = (enabled: boolean, severity: string | null, at: Date) =>
    database.db.pool.query(
      `insert into check_settings (check_id, enabled, severity, changed_at) values ('deployment-stalled', $1, $2, $3)
       on conflict (check_id) do update set enabled = excluded.enabled, severity = excluded.severity, changed_at = excluded.changed_at`,
      [enabled, severity, at],
    )
  const states = async () =>
    (await database.db.pool.query(`select state, failing from check_results where check_id = 'deployment-stalled'`))
      .rows
  const minute = (n: number) => new Date(now.getTime() + n * 60_000)
  // Nothing is judged again for it: the next turn tells.
  await database.db.pool.query('update deployments set judge_at = null')
  await set(false, null, minute(10))
  await judgeDeployments(database.db.pool, minute(20))
  expect([await openChecks(), await states()]).toEqual([[], [{ state: 'off', failing: 0 }]])
  await set(true, 'critical', minute(30))
  await judgeDeployments(database.db.pool, minute(40))
  expect(await findings()).toMatchObject([{ check: 'deployment-stalled', severity: 'critical' }])
  expect(await states()).toEqual([{ state: 'failing', failing: 1 }])
})

test('judged again without a change, nothing is written but when it was judged', async () => {
  await things({ a: false })
  const id = await insertDeployment(database.db.pool, { queued: 1 }, [{ thing: 'a', queued_at: hoursAgo(80) }])
  await judgeDeployments(database.db.pool, now)
  const before = await database.db.pool.query('select xmin::text as x from deployment_executions')
  const later = new Date(now.getTime() + 10 * 60_000)
  expect(await judgeDeployments(database.db.pool, later)).toBe(1)
  const after = await database.db.pool.query('select xmin::text as x from deployment_executions')
  expect(after.rows).toEqual(before.rows)
  expect((await one(id)).judged_at.getTime()).toBeGreaterThanOrEqual(later.getTime())
  expect(await notices()).toHaveLength(1)
})

test('a finding is resolved by what happens: a retry that succeeds, a cancellation', async () => {
  const document = '{"operation":"patch"}'
  const failed = await insertDeployment(
    database.db.pool,
    { name: 'first', aws_status: 'COMPLETED', failed: 1, document, security: true, counts_at: hoursAgo(1) },
    [{ thing: 'a', status: 'FAILED' }],
  )
  await insertDeployment(database.db.pool, { name: 'stuck', title: 'Stuck', in_progress: 1 }, [
    { thing: 'b', status: 'IN_PROGRESS', started_at: hoursAgo(9), updated_at: hoursAgo(9), has_timer: false },
  ])
  await judgeDeployments(database.db.pool, now)
  expect(await openChecks()).toEqual([
    'deployment-failing job/first',
    'deployment-stalled job/stuck',
    'security-update-blocked job/first',
  ])
  // What was over before anybody looked is no news.
  expect((await notices()).map(({ title }) => title)).toEqual(['Deployment Stuck does not get on'])
  await insertDeployment(
    database.db.pool,
    { name: 'second', aws_status: 'COMPLETED', succeeded: 1, document, created_at: hoursAgo(1) },
    [{ thing: 'a', status: 'SUCCEEDED' }],
  )
  await database.db.pool.query(
    "update deployments set aws_status = case name when 'stuck' then 'CANCELED' else aws_status end, judge_at = $1",
    [now],
  )
  await judgeDeployments(database.db.pool, new Date(now.getTime() + 60_000))
  expect(await openChecks()).toEqual([])
  expect((await one(failed)).health).toBe('failed')
  expect((await notices()).at(-1)).toMatchObject({ ends: true })
})

describe('the end is foretold', () => {
  test.each([
    ['at the pace of the last hour', [2, 1, 0.5], [0, 10, 30], 1800],
    ['not when it stood still', [2, 1.5], [30, 30], null],
    ['of those that get on', [2, 1, 0.5], [0, 10, 30], 1350, 5],
    ['not when half stand still', [2, 1, 0.5], [0, 10, 30], null, 10],
  ])('%s', async (_, hours, ended, eta, stalled = 0) => {
    const id = await insertDeployment(
      database.db.pool,
      {
        ...{ in_progress: 20, succeeded: ended.at(-1), counts_at: hoursAgo(0.5) },
      },
      Array.from({ length: stalled }, () => ({ status: 'IN_PROGRESS', updated_at: hoursAgo(9), has_timer: false })),
    )
    for (const [index, hour] of hours.entries())
      await database.db.pool.query('insert into deployment_progress values ($1, $2, 0, 20, $3, 0, 0, 0, 0, 0)', [
        id,
        hoursAgo(hour),
        ended[index],
      ])
    await judgeDeployments(database.db.pool, now)
    expect((await one(id)).eta_s).toBe(eta)
  })
})

test('nothing found is a pass only while the facts are fresh', async () => {
  await insertDeployment(database.db.pool, { aws_status: 'COMPLETED', succeeded: 1 })
  await judgeDeployments(database.db.pool, now)
  const { rows } = await database.db.pool.query("select distinct state from check_results where source = 'deployment'")
  expect(rows).toEqual([{ state: 'unknown' }])
})

test('what is read while it is judged makes it due again, and nobody waits for a row that is being written', async () => {
  await things({ a: false, b: false })
  const id = await insertDeployment(database.db.pool, { queued: 2 }, [
    { thing: 'a', queued_at: hoursAgo(80) },
    { thing: 'b', queued_at: hoursAgo(80) },
  ])
  const reading = await database.db.pool.connect()
  await reading.query('begin')
  await reading.query("update deployment_executions set status = 'IN_PROGRESS' where thing = 'a'")
  expect(await judgeDeployments(database.db.pool, now)).toBe(1)
  await reading.query('update deployments set judge_at = least(judge_at, $2) where id = $1', [id, now])
  await reading.query('commit')
  reading.release()
  expect(await causes(id)).toEqual({ a: null, b: ['device-offline', true] })
  expect(await judgeDeployments(database.db.pool, now)).toBe(1)
  expect((await causes(id)).a).not.toBeNull()
})
