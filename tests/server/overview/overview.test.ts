import { beforeAll, describe, expect, test } from 'vitest'
import { certificateFilters } from '#contract/certificates.ts'
import { deploymentFilters } from '#contract/deployments.ts'
import { incidentFilters } from '#contract/incidents.ts'
import { thingFilters } from '#contract/things.ts'
import { countCertificates } from '#server/credentials/queries/count-certificates.ts'
import { listDeployments } from '#server/deployments/queries/list.ts'
import { countThings } from '#server/fleet/queries/count-things.ts'
import { listIncidents } from '#server/incidents/queries/list-incidents.ts'
import { getOverview } from '#server/overview/get-overview.ts'
import { trendsOf } from '#server/overview/trends.ts'
import {
  aCaCertificate,
  aCertificate,
  aPresence,
  aThing,
  contextAt,
  insert,
  insertAccount,
} from '#tests/support/builders.ts'
import { insertDeployment } from '#tests/support/deployments.ts'

const now = new Date('2026-11-20T12:00:00Z')
const at = contextAt(now)
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const settled = { thing_count: 1, policy_count: 1, has_policy: true, created_at: inDays(-400), described_at: now }

describe('a fleet with something of everything', () => {
  beforeAll(async () => {
    const { pool } = at.context.database
    for (const enabled of [true, true]) await insertAccount(pool, { enabled })
    const things = await insert(pool, 'things', [
      aThing({ credential_health: 'none' }),
      aThing({ credential_health: 'inactive' }),
      aThing({ credential_health: 'inactive' }),
      aThing({ credential_health: 'valid', credential_not_after: inDays(400) }),
      aThing({ account_id: 2 }),
      aThing({ credential_health: 'none' }),
      aThing({ credential_health: 'inactive' }),
      aThing({ credential_health: 'inactive', other_principals: ['a-cognito-identity'] }),
    ])
    const read = [0, 1, 2, 3, 5, 7].map((place) => ({ thing_row_id: things[place], account_id: 1, checked_at: now }))
    await insert(pool, 'thing_principal_checks', read)
    await insert(pool, 'presence', [
      aPresence({ thing_row_id: things[1], thing_name: 'a', since: inDays(-1) }),
      aPresence({ thing_row_id: things[2], thing_name: 'b', connected: false, since: inDays(-31) }),
      aPresence({ thing_row_id: things[3], thing_name: 'c', connected: false, since: inDays(-2) }),
      aPresence({ thing_row_id: things[5], thing_name: 'nothing attached', since: inDays(-1) }),
      aPresence({ thing_row_id: things[6], thing_name: 'not read', since: inDays(-1) }),
      aPresence({ thing_row_id: things[7], thing_name: 'by cognito', since: inDays(-1) }),
    ])
    await insert(pool, 'certificates', [
      aCertificate({ ...settled, not_after: inDays(-1) }),
      aCertificate({ ...settled, not_after: inDays(-0.1) }),
      aCertificate({ ...settled, not_after: inDays(-1), status: 'REVOKED' }),
      aCertificate({ ...settled, not_after: inDays(3), thing_count: 2 }),
      aCertificate({ ...settled, not_after: inDays(20), thing_count: 0 }),
      aCertificate({ ...settled, not_after: inDays(500), has_policy: false, policy_count: 0 }),
      aCertificate({ ...settled, not_after: inDays(500), leftover: true }),
      aCertificate({ ...settled, not_after: inDays(500), status: 'PENDING_ACTIVATION' }),
      aCertificate({ ...settled, not_after: inDays(500), ca_certificate_id: 'stopped' }),
      aCertificate({ ...settled, account_id: 2, not_after: inDays(1) }),
    ])
    await insert(pool, 'ca_certificates', [
      aCaCertificate({ certificate_id: 'stopped', status: 'INACTIVE' }),
      aCaCertificate({ not_after: inDays(60), auto_registration_status: 'ENABLE' }),
    ])
    for (const [account, severity, active, state, drill] of [
      [1, 'critical', false, 'triaged', null],
      [1, 'high', true, 'new', null],
      [1, 'high', false, 'contained', null],
      [1, 'high', true, 'new', 'second-process'],
      [1, 'high', true, 'resolved', null],
      [1, 'medium', true, 'new', null],
      [1, 'medium', false, 'new', null],
      [2, 'high', true, 'new', null],
    ]) {
      await pool.query(
        `insert into incidents (account_id, client_id, cause, confidence, severity, active, state, drill, sides, first_at, last_at, kicks, opened_at)
         values ($1, gen_random_uuid()::text, 'undecided', 0, $2, $3, $4, $5, '[]', now(), now(), 1, now())`,
        [account, severity, active, state, drill],
      )
    }
    for (const [account_id, health, days] of [
      [1, 'stalled', 12],
      [1, 'stalled', 0.5],
      [1, 'succeeded', 30],
      [2, 'failing', 1],
    ] as const)
      await insertDeployment(pool, { account_id, health, name: `${health}-${days}`, created_at: inDays(-days) })
    await pool.query(`insert into deployment_figures (account_id, blocked) values (1, 7), (2, 1)`)
    await pool.query(
      `insert into findings (id, account_id, check_id, subject_kind, subject, reason, severity, rank, detail, related, sources,
         first_seen_at, opened_at, content_hash, changed_at)
       values (gen_random_uuid(), 1, 'security-update-blocked', 'deployment', 'job/stalled-12', '', 'medium', 2, '', '[]',
         '{deployment}', now(), now(), 0, now())`,
    )
    await insert(pool, 'collections', [
      {
        account_id: 1,
        collector: 'things',
        state: 'idle',
        due_at: now,
        pass: 1,
        last_outcome: 'ok',
        last_finished_at: now,
        last_success_at: now,
        ...counters,
      },
      {
        account_id: 2,
        collector: 'things',
        state: 'idle',
        due_at: now,
        pass: 1,
        last_outcome: 'not-permitted',
        last_finished_at: now,
        ...counters,
      },
    ])
  })

  test('what needs attention comes worst first', async () => {
    const { attention } = await getOverview(at.context, { account: 1 })
    expect(attention.map(({ severity, id, count }) => `${severity} ${id} ${count}`)).toEqual([
      'critical incidents-critical 1',
      'high incidents-high 2',
      'high security-updates-blocked 1',
      'high certificates-expired 2',
      'high certificates-expire-this-week 1',
      'high connected-without-credential 2',
      'high certificates-shared 1',
      'high authorities-expire 1',
      'medium incidents-medium 1',
      'medium deployments-stalled 2',
      'medium certificates-expire-this-month 2',
      'medium things-without-certificate 2',
      'medium presence-unknown 1',
      'medium authorities-inactive-in-use 1',
      'low certificates-unattached 1',
      'low certificates-no-policy 1',
      'low certificates-leftover 1',
      'low certificates-pending-too-long 1',
      'low things-quiet 1',
      'info authorities-register-devices 1',
    ])
  })

  test('updates that do not arrive are told with their age', async () => {
    const { attention } = await getOverview(at.context, { account: 1 })
    const detail = (of: string) => attention.find(({ id }) => id === of)?.detail
    expect(detail('security-updates-blocked')).toMatch(/stays open on 7 devices\. The oldest began 12 days ago\.$/)
    expect(detail('deployments-stalled')).toMatch(/The oldest began 12 days ago\.$/)
  })

  test.each([undefined, 1, 2])('each count is that of the list its link leads to (account %s)', async (account) => {
    const { attention } = await getOverview(at.context, { account })
    for (const { id, href, count } of attention) {
      const url = new URL(href, 'http://console')
      const query = Object.fromEntries(url.searchParams)
      if (url.pathname === '/fleet') {
        expect(await countThings(at.context, thingFilters.parse(query)), id).toEqual({ count, capped: false })
      } else if (url.pathname === '/credentials') {
        expect(await countCertificates(at.context, certificateFilters.parse(query)), id).toEqual({
          count,
          capped: false,
        })
      } else if (url.pathname === '/deployments') {
        expect((await listDeployments(at.context, deploymentFilters.parse(query))).items, id).toHaveLength(count ?? 0)
      } else if (url.pathname === '/incidents') {
        // The inbox holds what is open, unless the address says otherwise.
        const filters = incidentFilters.parse({ ...query, open: 'true' })
        expect((await listIncidents(at.context, filters)).items, id).toHaveLength(count ?? 0)
      }
    }
  })

  test('of several accounts the worst feed of a kind is shown, and nothing of it counts as read', async () => {
    const { feeds, attention, accounts, things } = await getOverview(at.context, {})
    expect(feeds.find(({ title }) => title === 'Things')).toMatchObject({ state: 'not-permitted', lastSuccessAt: null })
    expect(attention.find(({ id }) => id === 'feeds-not-permitted')).toMatchObject({ count: 1, href: '/sync' })
    expect({ accounts, things }).toEqual({ accounts: 2, things: 8 })
  })
})

test('a fleet never read is unknown, not empty', async () => {
  const account = await insertAccount(at.context.database.pool)
  const overview = await getOverview(at.context, { account })
  expect(overview).toMatchObject({ things: null, attention: [] })
  expect(overview.trends).toHaveLength(90)
})

test('a day on which an account was not counted is a gap', () => {
  const figures = (things: number) => ({ things, connected: 1, certificates: { expired: 2, expiring30: 3 } })
  const rows = [
    { account_id: 1, day: '2026-11-01', figures: figures(10) },
    { account_id: 1, day: '2026-11-02', figures: figures(11) },
    { account_id: 2, day: '2026-11-02', figures: figures(5) },
    { account_id: 1, day: '2026-11-03', figures: figures(12) },
    { account_id: 1, day: '2026-11-04', figures: figures(13) },
    { account_id: 2, day: '2026-11-04', figures: { things: 6 } },
  ]
  const days = ['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04']
  expect(trendsOf(rows, days).map(({ things, expired }) => [things, expired])).toEqual([
    [null, null],
    [10, 2],
    [16, 4],
    [null, null],
    [19, null],
  ])
})

const counters = { calls: 0, throttled: 0, seen: 0, added: 0, changed: 0, gone: 0, skipped: 0, failed: 0, failures: 0 }
