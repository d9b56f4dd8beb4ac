import { beforeEach, describe, expect, test } from 'vitest'
import type { Behaviour } from '#contract/behaviours.ts'
import { recordReports } from '#server/behaviours/ingest.ts'
import { judgeAccount } from '#server/behaviours/judge/judge.ts'
import { countMessage, recordMessages } from '#server/behaviours/messages.ts'
import type { DeviceReport } from '#server/behaviours/report.ts'
import { inTransaction } from '#server/platform/db.ts'
import { aThing, insert, insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'

const test_ = useTestDatabase()
const pool = () => test_.db.pool
const minute = 60_000
// A full hour, so that every duration ends there.
const noon = new Date('2026-11-20T12:00:00Z')
const at = (minutes: number) => new Date(noon.getTime() + minutes * minute)

const usual: Behaviour = {
  name: 'calm',
  metric: 'aws:num-connection-attempts',
  durationS: 300,
  criteria: { kind: 'static', operator: 'less-than', value: 5, values: [] },
  toAlarm: 1,
  toClear: 2,
  severity: 'high',
  suppressAlerts: false,
  opensIncident: false,
}

let account = 0
beforeEach(async () => {
  await pool().query(
    'truncate aws_accounts, connection_events, metric_windows, security_profiles, violations, incidents, findings cascade',
  )
  account = await insertAccount(pool())
  await insert(pool(), 'things', [
    aThing({ account_id: account, name: 'pump-1' }),
    aThing({ account_id: account, name: 'pump-2' }),
  ])
})

async function hold(behaviours: Partial<Behaviour>[], targets: object[] = [{ kind: 'all' }]) {
  await pool().query(
    `insert into security_profiles (name, targets, behaviours, changed_by) values ('P', $1, $2, 'a test')
     on conflict (name) do update set targets = excluded.targets, behaviours = excluded.behaviours`,
    [JSON.stringify(targets), JSON.stringify(behaviours.map((one) => ({ ...usual, ...one })))],
  )
}

/** Judges as a worker would at that minute, with the feeds fresh. */
async function judgeAt(minutes: number, feeds = ['connection-log', 'device-reports', 'presence']) {
  const now = new Date(at(minutes).getTime() + 150_000)
  await pool().query('delete from collections')
  await insert(
    pool(),
    'collections',
    feeds.map((collector) => ({
      account_id: account,
      collector,
      last_outcome: 'ok',
      last_finished_at: now,
      last_success_at: now,
    })),
  )
  return judgeAccount(pool(), account, now)
}

let events = 0
async function connects(device: string, minutes: number, times: number, kind = 'connect') {
  for (let n = 0; n < times; n++) {
    await pool().query(
      `insert into connection_events (account_id, at, event_key, kind, client_id, duplicate, feed, source_ip)
       values ($1, $2, gen_random_uuid(), $3, $4, false, 'logs', '192.0.2.1')`,
      [account, new Date(at(minutes).getTime() + (events++ % 60) * 1000), kind, device],
    )
  }
}

const states = async () =>
  (await pool().query('select device, state, value, severity from violations order by started_at, device')).rows.map(
    ({ device, state, value }) => `${device} ${state} ${value}`,
  )
const findings = async () =>
  (await pool().query('select subject, open, severity, sources from findings order by subject')).rows

describe('alarms', () => {
  test('begin, go on and end with what devices do, and are findings meanwhile', async () => {
    await hold([{}])
    await judgeAt(0)
    await connects('pump-1', 1, 9)
    await connects('pump-2', 1, 2)
    await judgeAt(5)
    expect(await states()).toEqual(['pump-1 in-alarm 9 attempts'])
    expect(await findings()).toEqual([{ subject: 'pump-1', open: true, severity: 'high', sources: ['behaviour'] }])
    await judgeAt(10)
    expect(await states()).toEqual(['pump-1 in-alarm 9 attempts'])
    await judgeAt(15)
    expect(await states()).toEqual(['pump-1 alarm-cleared 9 attempts'])
    expect((await findings())[0]?.open).toBe(false)
  })

  test('judging again, or after a pause, changes nothing and raises none twice', async () => {
    await hold([{}])
    await judgeAt(0)
    await connects('pump-1', 1, 9)
    await judgeAt(5)
    expect(await judgeAt(5)).toBe(0)
    await judgeAt(7)
    expect(await states()).toHaveLength(1)
  })

  test('records that come late still count', async () => {
    await hold([{ durationS: 900, criteria: { kind: 'static', operator: 'less-than', value: 5, values: [] } }])
    await judgeAt(0)
    await connects('pump-1', 1, 3)
    await judgeAt(5)
    await connects('pump-1', 2, 3)
    await judgeAt(10)
    await judgeAt(15)
    expect(await states()).toEqual(['pump-1 in-alarm 6 attempts'])
  })

  test('are neither raised nor cleared without the feed: unknown, never passed', async () => {
    await hold([{}])
    await judgeAt(0)
    await connects('pump-1', 1, 9)
    await judgeAt(5)
    await judgeAt(10, [])
    await judgeAt(15, [])
    expect(await states()).toEqual(['pump-1 in-alarm 9 attempts'])
    await pool().query("update violations set state = 'alarm-cleared'")
    await judgeAt(20, [])
    const { rows } = await pool().query(`select state, why_not from check_results where source = 'behaviour'`)
    expect(rows).toEqual([{ state: 'unknown', why_not: 'Neither the connection log nor presence events are read' }])
  })

  test('are not said to lack a feed that is read again, though no window of theirs ended since', async () => {
    await hold([{ durationS: 900 }])
    await judgeAt(0)
    await judgeAt(5, [])
    await judgeAt(10)
    const { rows } = await pool().query(`select state, why_not from check_results where source = 'behaviour'`)
    expect(rows).toEqual([{ state: 'waiting', why_not: 'No whole window has been watched yet' }])
  })

  test('are invalidated when nobody holds devices to it any more', async () => {
    await hold([{}])
    await judgeAt(0)
    await connects('pump-1', 1, 9)
    await judgeAt(5)
    await hold([{ name: 'another' }])
    await judgeAt(10)
    expect(await states()).toEqual(['pump-1 alarm-invalidated 9 attempts'])
    expect((await findings())[0]?.open).toBe(false)
  })

  test.each([
    ['the behaviour measures something else', () => hold([{ metric: 'aws:num-disconnects' }])],
    ['the device is no target any more', () => hold([{}], [{ kind: 'type', name: 'valve' }])],
    ['the device is gone', () => pool().query('update things set gone_at = now()')],
  ])('are invalidated when %s', async (_, change) => {
    await hold([{}])
    await judgeAt(0)
    await connects('pump-1', 1, 9)
    await judgeAt(5)
    await change()
    await judgeAt(10)
    expect(await states()).toEqual(['pump-1 alarm-invalidated 9 attempts'])
    expect((await findings())[0]?.open).toBe(false)
  })

  test('said to be no harm are recorded the next time, and grave to nobody', async () => {
    await hold([{ toClear: 1 }])
    await judgeAt(0)
    await connects('pump-1', 1, 9)
    await judgeAt(5)
    await pool().query("update violations set verification = 'BENIGN_POSITIVE'")
    await judgeAt(10)
    await connects('pump-1', 11, 9)
    await judgeAt(15)
    const { rows } = await pool().query('select severity from violations order by started_at')
    expect(rows.map(({ severity }) => severity)).toEqual(['high', 'info'])
  })

  test('of a type, of a group, and of client IDs that no thing is called by', async () => {
    await pool().query(`update things set type_name = 'pump' where name = 'pump-1'`)
    await hold([{}], [{ kind: 'type', name: 'pump' }, { kind: 'unregistered' }])
    await judgeAt(0)
    for (const device of ['pump-1', 'pump-2', 'stranger']) await connects(device, 1, 9)
    await judgeAt(5)
    expect(await states()).toEqual(['pump-1 in-alarm 9 attempts', 'stranger in-alarm 9 attempts'])
  })
})

test('an alarm that asks for it opens an incident once, and joins one that is open', async () => {
  await hold([{ opensIncident: true }, { name: 'also', opensIncident: true }])
  await judgeAt(0)
  await connects('pump-1', 1, 9)
  await judgeAt(5)
  await judgeAt(10)
  const { rows } = await pool().query('select client_id, thing_name, cause, state, kicks from incidents')
  expect(rows).toEqual([
    { client_id: 'pump-1', thing_name: 'pump-1', cause: 'unusual-behaviour', state: 'new', kicks: 0 },
  ])
  const linked = await pool().query('select distinct incident_id from violations')
  expect(linked.rowCount).toBe(1)
  expect((await pool().query('select from findings where incident_id is null')).rowCount).toBe(0)
})

test('refused actions are counted from the log, and messages only where each is logged', async () => {
  const devices = new Map()
  const records = [
    { eventType: 'Publish-In', clientId: 'pump-1', status: 'Success' },
    { eventType: 'Publish-Out', clientId: 'pump-1', status: 'Success' },
    { eventType: 'Subscribe', clientId: 'pump-1', status: 'Success' },
    ...Array.from({ length: 7 }, () => ({
      eventType: 'Publish-In',
      clientId: 'pump-1',
      status: 'Failure',
      reason: 'AUTHORIZATION_FAILURE',
    })),
    { eventType: 'Connect', clientId: 'pump-1', status: 'Failure' },
  ]
  for (const record of [...records.map((one) => JSON.stringify(one)), 'nonsense', '[]']) countMessage(devices, record)
  expect(Object.fromEntries(devices)).toEqual({
    'pump-1': { 'aws:num-messages-sent': 1, 'aws:num-messages-received': 1, 'aws:num-authorization-failures': 7 },
  })
  const tell = () =>
    inTransaction(pool(), (tx) =>
      recordMessages({ tx, account: { id: account, awsAccountId: '1', region: 'x' } }, [{ at: at(0), devices }]),
    )
  await hold([
    { name: 'permitted', metric: 'aws:num-authorization-failures' },
    {
      name: 'talks',
      metric: 'aws:num-messages-sent',
      criteria: { kind: 'static', operator: 'greater-than', value: 5, values: [] },
    },
  ])
  await judgeAt(0)
  await tell()
  await tell()
  await judgeAt(5, ['message-log'])
  expect(await states()).toEqual(['pump-1 in-alarm 7 refusals'])
  const { rows } = await pool().query("select check_id, state from check_results where source = 'behaviour' order by 1")
  expect(rows).toEqual([
    { check_id: 'Behaviour: P / permitted', state: 'failing' },
    { check_id: 'Behaviour: P / talks', state: 'unknown' },
  ])
})

describe('device-side reports', () => {
  let ids = 0
  const report = (
    minutes: number,
    sets: DeviceReport['sets'],
    numbers: DeviceReport['numbers'] = {},
  ): DeviceReport => ({
    device: 'pump-1',
    at: at(minutes),
    reportId: ++ids,
    numbers,
    sets,
  })
  const keep = (reports: DeviceReport[]) =>
    inTransaction(pool(), (tx) =>
      recordReports({ tx, account: { id: account, awsAccountId: '1', region: 'x' } }, reports),
    )

  test('count once however often they come', async () => {
    const one = report(1, {}, { 'aws:all-bytes-out': 100 })
    await keep([one, one])
    await keep([one])
    await keep([report(2, {}, { 'aws:all-bytes-out': 50 })])
    const { rows } = await pool().query('select value from metric_windows')
    expect(rows).toEqual([{ value: 150 }])
    expect((await pool().query('select last_report_at from device_agents')).rows).toEqual([{ last_report_at: at(2) }])
  })

  test('an open port that is not normal is an alarm that names it', async () => {
    await hold([
      {
        metric: 'aws:listening-tcp-ports',
        criteria: { kind: 'static', operator: 'in-port-set', value: null, values: ['22'] },
      },
    ])
    await judgeAt(0)
    await keep([report(1, { 'aws:listening-tcp-ports': ['22', '23'] })])
    await judgeAt(5)
    expect(await states()).toEqual(['pump-1 in-alarm 23'])
  })

  test('more than ever is judged against the device’s own habit, once it has one', async () => {
    await hold([{ metric: 'aws:all-bytes-out', criteria: { kind: 'baseline', operator: 'less-than', deviations: 6 } }])
    await judgeAt(-65)
    await keep([report(-64, {}, { 'aws:all-bytes-out': 90_000 })])
    await judgeAt(-60)
    expect(await states()).toEqual([])
    for (let n = 0; n < 12; n++) await keep([report(-59 + n * 5, {}, { 'aws:all-bytes-out': 1000 + n })])
    await judgeAt(0)
    await keep([report(1, {}, { 'aws:all-bytes-out': 90_000 })])
    await judgeAt(5)
    expect(await states()).toEqual(['pump-1 in-alarm 90,000 bytes'])
  })

  test('an agent that stops reporting is an alarm', async () => {
    await hold([
      {
        metric: 'fleetwarden:agent-silence',
        durationS: 900,
        criteria: { kind: 'static', operator: 'less-than', value: 30, values: [] },
      },
    ])
    await keep([report(-40, {}, { 'aws:all-bytes-out': 1 })])
    await judgeAt(-15)
    expect(await states()).toEqual([])
    await judgeAt(0)
    expect(await states()).toEqual(['pump-1 in-alarm 40 minutes'])
  })
})
