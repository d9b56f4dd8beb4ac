import { beforeAll, expect, test } from 'vitest'
import { api as contract } from '#contract/index.ts'
import { entriesOf } from '#server/platform/api/routes.ts'
import { answerCertificatesCsv, answerThingsCsv } from '#server/web/exports.ts'
import {
  aCaCertificate,
  aCertificate,
  aGroup,
  aPolicy,
  aPresence,
  aThing,
  insert,
  insertAccount,
} from '../support/builders.ts'
import { type TestPerson, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
let admin: TestPerson
const run = '00000000-0000-4000-8000-00000000000d'
const incident = '00000000-0000-4000-8000-00000000000e'
const finding = '00000000-0000-4000-8000-00000000000f'
const violation = '00000000-0000-4000-8000-000000000010'
const report = '00000000-0000-4000-8000-000000000011'

const anEmptyReport = {
  content: {
    ...{ format: 'fleetwarden-report/1', id: '', number: 0, title: '', framework: null, asOf: '', requestedBy: '' },
    ...{ scope: { accounts: [], groups: [] }, answers: [], controls: [], figures: [], facts: [], records: {} },
    ...{ registers: [], retention: [], notes: [] },
  },
  files: [],
  bundles: { bundle: { bytes: 0, sha256: '', files: [] }, pseudonymised: null },
}

// Rows as another version of the product, or an administrator with psql, may leave them: all that the schema permits.
beforeAll(async () => {
  admin = await api.person('admin')
  const { pool } = api.database
  await insertAccount(pool)
  const far = '9999-12-31T23:59:59.999Z'
  const early = '0044-03-15T12:00:00Z'
  const [thing = 0] = await insert(pool, 'things', [
    aThing({ name: 'odd', attributes: { n: 5, list: [1], none: null }, arn: null, credential_not_after: far }),
    aThing({
      attributes: { deep: { a: 1 } },
      credential_health: 'expired',
      credential_not_after: null,
      version: '9007199254740993',
    }),
    aThing({ attributes: {}, credential_not_after: early, first_seen_at: early }),
    aThing({ name: '', type_name: '', billing_group: '' }),
  ])
  const [certificate = 0] = await insert(pool, 'certificates', [
    aCertificate({ certificate_id: 'odd', status: 'NEW_STATUS', arn: null, not_after: far, transfer: [1] }),
    aCertificate({ status: '', not_before: early, not_after: early, key_algorithm: '', key_bits: -1, note: '' }),
    aCertificate({ common_name: '', subject: '', issuer: '', ca_certificate_id: 'odd', thing_count: -1 }),
  ])
  await insert(pool, 'ca_certificates', [
    aCaCertificate({ certificate_id: 'odd', status: 'RESTING', registration_config: 5, not_after: far }),
    aCaCertificate({ status: '', subject: 'CN=loop', issuer: 'CN=loop' }),
  ])
  await insert(pool, 'thing_groups', [aGroup({ name: '', attributes: { a: 1 }, parent_name: '' })])
  await insert(pool, 'presence', [aPresence({ thing_row_id: thing, thing_name: 'odd', since: far, client_id: '' })])
  const [policy = 0] = await insert(pool, 'policies', [aPolicy({ name: 'odd', arn: null, target_count: 5 })])
  await pool.query(
    `insert into policy_versions (policy_row_id, version_id, is_default, document) values ($1, 'newest', true, 'no json')`,
    [policy],
  )
  await pool.query(
    `insert into policy_targets (account_id, policy_row_id, kind, target) values (1, $1, 'other', ''), (1, $1, 'cognito', 'x')`,
    [policy],
  )
  await pool.query(
    `insert into thing_certificates (account_id, thing_row_id, certificate_row_id, exclusive) values (1, $1, $2, false)`,
    [thing, certificate],
  )
  await pool.query(
    `insert into fact_history (account_id, subject_kind, subject_row_id, subject, change, before, after)
     values (1, 'thing', $1, '', 'a change of tomorrow', '5', '[null]'), (1, 'certificate', $2, '', '', null, '""')`,
    [thing, certificate],
  )
  await pool.query(
    `insert into collections (account_id, collector, state, lease_until) values (1, 'of-tomorrow', 'running', null), (1, 'things', 'running', null)`,
  )
  await pool.query(
    `insert into fleet_snapshots (account_id, day, taken_at, figures) values (1, current_date, now(), '[]'), (1, current_date - 1, now(), '{"things":"many"}')`,
  )
  await pool.query(
    `insert into response_runs (id, account_id, action, target_kind, selection, options, state, targets, by_id, by_name, plan,
       category, recheck, differences, contained_in_s, queued_at, wake_at)
     values ($1, 1, 'cut-off-thing', 'thing', '[]', '"x"', 'watching', 2, '', '', '{"changes":"many"}', 'of-tomorrow', '[1]',
         '{}', -1, $2, null),
       (gen_random_uuid(), 1, 'of-tomorrow', 'client', '{}', '{}', 'done', 0, '', '', null, null, null, null, null, null, null)`,
    [run, early],
  )
  await pool.query(
    `insert into response_targets (run_id, n, account_id, action, kind, name, state, plan, attempted_at)
     values ($1, 0, 1, '', 'of-tomorrow', '', 'not-contained', '[]', $2), ($1, -5, 1, '', 'thing', 'odd', 'unproved', '{"steps":5}', now())`,
    [run, far],
  )
  await pool.query(
    `insert into response_steps (run_id, n, step, params) values ($1, 0, 7, '"x"'), ($1, 0, -7, '{"kind":"of-tomorrow"}')`,
    [run],
  )
  await pool.query(
    `insert into responders (account_id, role_arn, quarantine_group, quarantine, stop_topic)
     values (1, 'no arn', '', 'of-tomorrow', $1)`,
    ['x'.repeat(9_000)],
  )
  await pool.query(`insert into responder_permissions values (1, '', false, $1)`, [early])
  await pool.query(
    `insert into incidents (id, account_id, client_id, thing_name, cause, confidence, severity, severity_by_id, sides, members,
       evidence, dismissal, state_before, first_at, last_at, kicks, rate_per_minute, member_count, opened_at, tags, drill, storm_key)
     values ($1, 1, '', '', 'of-tomorrow', -7, 'low', '', '[5, {"of":"tomorrow"}]', '7', '{}', '"x"', 'of-tomorrow', $2, $3, -1,
         'NaN', -1, $3, '{""}', '', ''),
       (gen_random_uuid(), 1, 'odd', null, '', 'NaN', 'critical', null, '[]', '[null]', '[{"rule":5}]', '[]', null, $3, $2, 0, 0,
         0, $2, '{}', null, null)`,
    [incident, early, far],
  )
  await pool.query(`update response_runs set incident_id = $1`, [incident])
  await pool.query(
    `insert into incident_log (incident_id, at, kind, by_name, title, detail, key) values ($1, $2, 'data', '', '', '', ''),
       ($1, $3, 'state', null, '', null, null)`,
    [incident, early, far],
  )
  await pool.query(`insert into incident_tasks (incident_id, place, text) values ($1, -5, '')`, [incident])
  await pool.query(`insert into incident_actors values ($1, 1, 'principal', ''), ($1, 1, 'address', 'no address')`, [
    incident,
  ])
  await pool.query(
    `insert into connection_events (account_id, at, event_key, kind, client_id, principal, source_ip, source_port, reason, duplicate, feed)
     values (1, now(), gen_random_uuid(), 'connect', '', '', 'no address', -1, '', true, 'logs'),
       (1, now(), gen_random_uuid(), 'disconnect', '', null, null, null, 'OF_TOMORROW', false, 'logs')`,
  )
  await pool.query(
    `insert into findings (id, account_id, check_id, subject_kind, subject, severity, rank, detail, related, sources, first_seen_at, opened_at, content_hash)
     values ($1, 1, 'of-tomorrow', 'of-tomorrow', '', 'low', 9, '', '5', '{of-tomorrow}', $2, $3, 0)`,
    [finding, early, far],
  )
  await pool.query(
    `insert into finding_log (finding_id, at, kind, text) values ($1, $2, 'of-tomorrow', ''), ($1, $3, '', null)`,
    [finding, early, far],
  )
  await pool.query(`insert into finding_witnesses values ($1, 'ours', '', '', '7', $2, $3)`, [finding, early, far])
  await pool.query(
    `insert into check_results (account_id, check_id, source, subject_kind, state, evaluated) values (1, 'of-tomorrow', 'ours', '', 'failing', -1)`,
  )
  await pool.query(
    `insert into check_settings (check_id, severity, parameters) values ('certificate-expiring', '', '[]')`,
  )
  await pool.query(
    `insert into aws_objects (account_id, kind, name, facts, content_hash, seen_at)
     select 1, k, 'account', '[7]', 0, $1 from unnest('{audit-configuration,logging,index-configuration,scheduled-audit}'::text[]) k`,
    [early],
  )
  await pool.query(
    `insert into violations (id, account_id, source, profile, behaviour, metric, device, state, severity, value, "limit", started_at, last_at)
     values ($1, 1, 'ours', '', '', 'of-tomorrow', '', 'in-alarm', 'of-tomorrow', '', '', $2, $3)`,
    [violation, early, far],
  )
  await pool.query(
    `insert into deployments (account_id, kind, name, title, arn, aws_status, health, document, targets, packages, components,
       config, created_at, queued, failed, stalled, eta_s, unreached)
     values (1, 'job', '', '', '', 'OF_TOMORROW', 'of-tomorrow', 'no json', '{"",no-arn}', '[5, {"name": null}]', '"x"', '[]',
         $1, -1, 5, -1, -1, -1),
       (1, 'greengrass', 'odd', 'odd', '', '', '', null, '{}', '{}', '5', '"x"', null, 0, 0, 0, null, 0)`,
    [far],
  )
  await pool.query(
    `insert into deployment_executions (deployment_id, account_id, thing, status, message, details, queued_at, stall_cause, attempt)
     values (1, 1, '', 'FAILED', '', '5', $1, 'of-tomorrow', -1), (1, 1, 'odd', '', null, null, null, '', null)`,
    [early],
  )
  await pool.query(`insert into deployment_progress values (1, $1, -1, 0, 0, 0, 0, 0, 0, 0)`, [far])
  await pool.query(
    `insert into thing_software values (1, 'odd', 'shadow', '', '', $1), (1, 'odd', 'greengrass', '', '1', $1)`,
    [early],
  )
  await pool.query(
    `insert into software_rollup values (1, 'type', '', '', '', -1, 5), (1, 'group', '', 'odd', '', 0, 0)`,
  )
  await pool.query(
    `insert into software_changes (account_id, thing, source, package, at, kind) values (1, 'odd', '', '', $1, null)`,
    [far],
  )
  await pool.query(`insert into software_drift (account_id, thing, package, kind) values (1, '', '', 'other')`)
  await pool.query(`insert into unupdatable_things (account_id, thing, due, owner_id) values (1, '', '9999-12-31', '')`)
  await pool.query(
    `insert into deployment_thresholds values ('', '"x"', $1, ''), ('odd', '{"queuedMinutes": "many"}', $1, '')`,
    [early],
  )
  await pool.query(
    `insert into reports (id, title, framework, scope, as_of, state, by_name, answers, content)
     values ($1, '', 'of-tomorrow', '5', $2, 'ready', '', '5', $3), (default, '', null, '{}', $2, 'ready', '', '[]', '5')`,
    [report, far, JSON.stringify(anEmptyReport)],
  )
  await pool.query(
    `insert into attestations (control_id, answer, statement, owner_id, owner_name, reviewed_at, expires_at)
     values ('unique-credential', 'pass', '', '', '', $1, $2), ('of-yesterday', 'fail', '', '', '', $2, $1)`,
    [early, far],
  )
  await pool.query(`insert into signing_keys (key_id, public_key, kept, seen_at) values ('', '', '', $1)`, [far])
  await pool.query(
    `insert into retention (kind, days, changed_by) values ('notices', -1, ''), ('of-tomorrow', 5, null)`,
  )
  await pool.query(
    `insert into report_schedules (title, scope, cron, deliver, by_id, by_name) values ('', '5', '61 * * * *', 'link', '', '')`,
  )
  await pool.query(`insert into settings (key, value) values ('response-guards', '[]')`)
  await pool.query(`insert into settings (key, value) values ('fleet-indexing:1', '"on"')`)
  await pool.query(
    `insert into activity (actor_name, action, detail) values ('', 'tomorrow.happened', '[1]'), ('x', '', '"text"')`,
  )
})

const entries = entriesOf(contract).filter(({ method }) => method === 'GET')

test.each(entries)('$name', async ({ path }) => {
  const at = path
    .replaceAll('{account}', '1')
    .replace('/activity/{id}', '/activity/1')
    .replace('/response/runs/{id}', `/response/runs/${run}`)
    .replace('/incidents/{id}', `/incidents/${incident}`)
    .replace('/deployments/{id}', '/deployments/1')
    .replace('/reports/{id}', `/reports/${report}`)
    .replace('/controls/{control}', '/controls/unique-credential')
    .replace('/findings/{id}', `/findings/${finding}`)
    .replace('/behaviours/violations/{id}', `/behaviours/violations/${violation}`)
    .replace(/\{[^}]+\}/g, 'odd')
  const asked = '?clientId=odd&action=iot:Publish&resource=odd'
  const series = '?account=1&device=odd&metric=aws:num-disconnects'
  const queries: [string, string][] = [
    ['/search', '?q=odd'],
    ['/may-do', asked],
    ['/series', series],
    ['/software/thing', '?account=1&thing=odd'],
    ['/comparison', `?with=${report}`],
  ]
  const query = queries.find(([end]) => path.endsWith(end))?.[1] ?? ''
  const response = await api.call(at + query, { as: admin })
  expect(response.status, await response.clone().text()).toBe(200)
})

test.each(['things', 'certificates'])('every page of the %s, in every order', async (list) => {
  for (const sort of list === 'things'
    ? ['name', '-name', 'last-change', '-last-change', 'expiry', '-first-seen']
    : ['expiry', '-expiry', 'created', '-created']) {
    const seen = new Set<string>()
    let cursor: string | null = ''
    for (let page = 0; cursor !== null && page < 20; page += 1) {
      const response = await api.call(`/${list}?limit=1&sort=${sort}${cursor && `&cursor=${cursor}`}`, { as: admin })
      expect(response.status, `${sort}: ${await response.clone().text()}`).toBe(200)
      const { items, nextCursor } = await response.json()
      for (const { id } of items) seen.add(id)
      cursor = nextCursor
    }
    expect(seen.size, sort).toBe(list === 'things' ? 4 : 3)
  }
})

test('their exports', async () => {
  const things = await answerThingsCsv(api.web, toRequest('/api/exports/things.csv', { as: admin }))
  expect((await things.text()).trim().split('\n')).toHaveLength(5)
  const certificates = await answerCertificatesCsv(api.web, toRequest('/api/exports/certificates.csv', { as: admin }))
  expect((await certificates.text()).trim().split('\n')).toHaveLength(4)
})
