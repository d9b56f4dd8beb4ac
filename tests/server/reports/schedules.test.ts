import { beforeAll, expect, test } from 'vitest'
import { enforceRetention } from '#server/enforce-retention.ts'
import { sendingFromEnvironment } from '#server/notifications/settings.ts'
import { makeReports } from '#server/reports/make/make-reports.ts'
import { listRetention } from '#server/reports/retention/settings.ts'
import { deliverReports } from '#server/reports/schedules/deliver.ts'
import { runSchedules } from '#server/reports/schedules/run.ts'
import { insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'
import { mailReceiver } from '../notifications/receivers.ts'
import { useSigningKey } from './reports-world.ts'

const base = useTestDatabase()
useSigningKey()
const now = new Date()
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

beforeAll(async () => {
  await insertAccount(base.db.pool)
  delete process.env.FLEETWARDEN_SECRET
})

const add = (title: string, scope: object, deliver = 'attachment') =>
  base.db.pool.query(
    `insert into report_schedules (title, framework, scope, cron, recipients, deliver, next_at, by_id, by_name)
     values ($1, 'iot-core', $2, '0 6 * * *', '{audit@example.com,ciso@example.com}', $3, now() - interval '40 days', 'u', 'Ada')`,
    [title, JSON.stringify(scope), deliver],
  )
const rows = async (query: string) => (await base.db.pool.query(query)).rows

test('one that was missed for weeks runs once, and is due next in the future', async () => {
  const { pool } = base.db
  await add('Daily', { accounts: [], groups: [] })
  await add('Of an account that is gone', { accounts: [99], groups: [] })
  expect(await runSchedules(pool, now)).toBe(2)
  expect(await runSchedules(pool, now)).toBe(0)
  expect(await rows('select title, by_name, schedule_id::text from reports')).toEqual([
    { title: 'Daily', by_name: 'Schedule Daily', schedule_id: '1' },
  ])
  const [daily, gone] = await rows('select next_at, last_error from report_schedules order by id')
  expect(daily.next_at.getTime()).toBeGreaterThan(now.getTime())
  expect(gone.last_error).toBe('There is no such account.')
})

test('it goes to whoever is named, as attachment, is tried again until it is taken, and then no more', async () => {
  const { pool } = base.db
  await makeReports(pool)
  const sending = (smtpUrl: string) => ({ ...sendingFromEnvironment({}), smtpUrl, baseUrl: 'https://fw.example' })
  const refusing = await mailReceiver({ refuse: true })
  const taking = await mailReceiver()
  try {
    await deliverReports(pool, later(1), sending(refusing.url))
    expect((await rows('select last_error from report_schedules where id = 1'))[0].last_error).toMatch(/did not take/)
    await deliverReports(pool, later(1), sending(taking.url))
    expect(taking.got).toHaveLength(0)
    await deliverReports(pool, later(60), sending(taking.url))
    await deliverReports(pool, later(600), sending(taking.url))
  } finally {
    await refusing.close()
    await taking.close()
  }
  expect(taking.got).toHaveLength(1)
  expect(taking.got[0]?.to).toEqual(['audit@example.com', 'ciso@example.com'])
  expect(taking.got[0]?.text).toContain('filename=report-1.pdf')
  const [mail] = await rows('select state, attempts from report_mails')
  expect(mail).toEqual({ state: 'sent', attempts: 2 })
  expect(await rows(`select result from activity where action = 'report.sent'`)).toEqual([{ result: 'ok' }])
})

test('a schedule that is removed leaves its reports, and they stay frozen', async () => {
  const { pool } = base.db
  await pool.query('delete from report_schedules where id = 1')
  expect(await rows('select state, schedule_id from reports')).toEqual([{ state: 'ready', schedule_id: null }])
})

test('the oldest connection record is told from the first one on, and none before', async () => {
  const oldest = async () =>
    (await listRetention(base.db.pool)).find(({ kind }) => kind === 'connection-records')?.oldestAt ?? null
  expect(await oldest()).toBeNull()
  await base.db.pool.query(`
    create table connection_events_20261119 partition of connection_events for values from ('2026-11-19Z') to ('2026-11-20Z');
    insert into connection_events (account_id, at, event_key, kind, client_id, duplicate, feed)
      values (1, '2026-11-19T12:00Z', gen_random_uuid(), 'connected', 'c', false, 'connection-log')`)
  expect(await oldest()).toBe('2026-11-19T00:00:00.000Z')
  await base.db.pool.query(`insert into connection_events (account_id, at, event_key, kind, client_id, duplicate, feed)
    values (1, '2026-11-18T12:00Z', gen_random_uuid(), 'connected', 'c', false, 'connection-log')`)
  expect(await oldest(), 'of a day without a partition').toBe('2026-11-18T12:00:00.000Z')
})

test('what is kept no longer than set is deleted, kind by kind, and what is open stays', async () => {
  const { pool } = base.db
  await pool.query(`
    insert into retention (kind, days, changed_by) values ('alarms', 30, 'Ada'), ('reports', 90, 'Ada'), ('audits', 90, null);
    insert into detect_violations (account_id, violation_id, thing_name, profile, behavior, raw, seen_at, gone_at) values
      (1, 'old', 't', 'p', 'b', '{}', now(), now() - interval '31 days'), (1, 'late', 't', 'p', 'b', '{}', now(), now() - interval '29 days'),
      (1, 'on', 't', 'p', 'b', '{}', now() - interval '2 years', null);
    insert into detect_events values (1, 'old', 'alarm', now() - interval '31 days', 't', 'p', 'b', '{}');
    insert into violations (account_id, source, profile, behaviour, metric, device, state, severity, value, "limit", started_at, last_at, cleared_at)
      select 1, 'ours', 'p', 'b', 'm', s, s, 'low', '', '', now() - interval '1 year', now() - interval '1 year', now() - interval '1 year'
      from unnest('{in-alarm,alarm-cleared}'::text[]) s;
    insert into findings (account_id, check_id, subject_kind, subject, severity, rank, detail, sources, open, first_seen_at, opened_at, resolved_at, content_hash)
      select 1, 'c', 'thing', d::text, 'low', 3, '', '{ours}', false, now(), now(), now() - make_interval(days => d), 0
      from unnest('{1000,1100}'::int[]) d;
    insert into fact_history (account_id, observed_at, subject_kind, subject_row_id, subject, change)
      select 1, now() - make_interval(days => d), 'thing', 1, 't', 'x' from unnest('{1100,1000}'::int[]) d;
    insert into deployments (account_id, kind, name, title, arn, aws_status, completed_at)
      select 1, 'job', d::text, '', '', '', now() - make_interval(days => d) from unnest('{100,401}'::int[]) d;
    insert into deployment_executions (deployment_id, account_id, thing, status) select id, 1, 't', 'FAILED' from deployments`)
  await enforceRetention(pool, now)
  expect(await rows('select violation_id from detect_violations order by 1')).toEqual([
    { violation_id: 'late' },
    { violation_id: 'on' },
  ])
  expect(await rows('select state from violations')).toEqual([{ state: 'in-alarm' }])
  expect(await rows('select count(*)::int as n from detect_events')).toEqual([{ n: 0 }])
  expect(await rows('select subject from findings')).toEqual([{ subject: '1000' }])
  expect(await rows('select count(*)::int as n from fact_history')).toEqual([{ n: 1 }])
  expect(await rows('select count(*)::int as n from deployment_executions')).toEqual([{ n: 1 }])
  expect(await rows('select count(*)::int as n from reports')).toEqual([{ n: 1 }])
  await enforceRetention(pool, later(91 * 24 * 60))
  expect(await rows('select count(*)::int as n from reports')).toEqual([{ n: 0 }])
  expect(await rows('select count(*)::int as n from report_pieces')).toEqual([{ n: 0 }])
  const kinds = await rows('select count(*)::int as n from retention where last_pruned_at is not null')
  expect(kinds[0].n).toBeGreaterThan(8)
})
