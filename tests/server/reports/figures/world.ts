import type pg from 'pg'
import { aCertificate, aGroup, aPolicy, aThing, insert } from '../../../support/builders.ts'

export const now = new Date('2026-11-20T12:00:00Z')
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()

const behaviour = (metric: string) => ({ name: metric, metric })

/**
 * One AWS account in two Regions: account 1 with three pumps, of which the first is in the group 'plant', and account 2 with
 * copies of some of what is in account 1. A little of everything that figures count.
 */
export async function fill(pool: pg.Pool): Promise<void> {
  await insert(pool, 'aws_accounts', [
    { aws_account_id: '123456789012', region: 'eu-west-1', name: 'Here', ...enabled },
    { aws_account_id: '123456789012', region: 'eu-central-1', name: 'There', ...enabled },
  ])
  await fleet(pool)
  await credentials(pool)
  await settings(pool)
  await incidents(pool)
  await behaviours(pool)
  await people(pool)
  await deployments(pool)
}

const enabled = { enabled: true, cra_applies: false, created_at: ago(400) }

async function fleet(pool: pg.Pool) {
  const [first] = await insert(pool, 'things', [
    aThing({ name: 'pump-1', type_name: 'pump', credential_health: 'valid' }),
    aThing({ name: 'pump-2', type_name: 'pump', credential_health: 'expiring' }),
    aThing({ name: 'valve-3', type_name: 'valve', credential_health: 'none' }),
    aThing({ account_id: 2, name: 'pump-1' }),
  ])
  const groups = [aGroup({ name: 'plant' }), aGroup({ name: 'line', parent_name: 'plant' })]
  const [, line] = await insert(pool, 'thing_groups', groups)
  await insert(pool, 'thing_group_members', [
    { group_row_id: line, thing_name: 'pump-1', thing_row_id: first, account_id: 1, first_seen_at: ago(9) },
  ])
}

async function credentials(pool: pg.Pool) {
  const same = 'a'.repeat(64)
  const [own, shared] = await insert(pool, 'certificates', [
    aCertificate({ certificate_id: same, thing_count: 1 }),
    aCertificate({ thing_count: 2 }),
    aCertificate({ account_id: 2, certificate_id: same }),
  ])
  await insert(pool, 'thing_certificates', [
    { thing_row_id: 1, certificate_row_id: own, account_id: 1, exclusive: true, first_seen_at: ago(9) },
    { thing_row_id: 2, certificate_row_id: shared, account_id: 1, exclusive: false, first_seen_at: ago(9) },
    { thing_row_id: 3, certificate_row_id: shared, account_id: 1, exclusive: false, first_seen_at: ago(9) },
  ])
  const [narrow, wide] = await insert(pool, 'policies', [
    aPolicy({ name: 'narrow', target_count: 1 }),
    aPolicy({ name: 'wide', target_count: 1 }),
    aPolicy({ account_id: 2, name: 'narrow', target_count: 0 }),
  ])
  const version = { version_id: '1', is_default: true, first_seen_at: ago(9) }
  await insert(pool, 'policy_versions', [
    { policy_row_id: narrow, document: '{}', ...version },
    { policy_row_id: wide, document: '{"wide": true}', ...version },
    { policy_row_id: 3, document: '{}', ...version },
  ])
  const target = { kind: 'certificate', account_id: 1, first_seen_at: ago(9) }
  await insert(pool, 'policy_targets', [
    { policy_row_id: narrow, target: 'own', certificate_row_id: own, ...target },
    { policy_row_id: wide, target: 'shared', certificate_row_id: shared, ...target },
  ])
  await insert(pool, 'policy_reach', [
    { policy_row_id: wide, kind: 'client-id', account_id: 1, reaches: 2, of: 3, patterns: [], more: 0, at: ago(0) },
  ])
  await insert(pool, 'policy_lints', [{ policy_row_id: narrow, account_id: 1, lints: 0, crossings: [], at: ago(0) }])
  await insert(pool, 'policy_reach_passes', [
    { account_id: 1, things: 3, at: ago(0) },
    { account_id: 2, things: 1, at: ago(0) },
  ])
}

async function settings(pool: pg.Pool) {
  const of = (kind: string, name: string, facts: object) => ({
    ...{ account_id: 1, kind, name, facts, content_hash: 0 },
    ...{ first_seen_at: ago(9), changed_at: ago(9), seen_at: ago(0) },
  })
  await insert(pool, 'aws_objects', [
    of('logging', 'account', { configured: true, defaultLogLevel: 'INFO' }),
    of('provisioning-template', 'hooked', { preProvisioningHook: { targetArn: 'arn:aws:lambda:x' }, enabled: true }),
    of('provisioning-template', 'open', { enabled: true }),
    of('provisioning-template', 'just-in-time', { type: 'JITP' }),
    of('domain-configuration', 'new', { tlsConfig: { securityPolicy: 'IoTSecurityPolicy_TLS13_1_2_2022_10' } }),
    of('domain-configuration', 'old', { tlsConfig: { securityPolicy: 'IoTSecurityPolicy_TLS12_1_0_2016_01' } }),
    of('domain-configuration', 'off', { domainConfigurationStatus: 'DISABLED' }),
  ])
  await insert(pool, 'audits', [
    {
      account_id: 1,
      task_id: 't',
      type: 'SCHEDULED_AUDIT_TASK',
      status: 'COMPLETED',
      started_at: ago(3),
      seen_at: ago(0),
    },
  ])
  const feed = { state: 'idle', due_at: ago(0), pass: 1, calls: 1, throttled: 0, seen: 0, added: 0, changed: 0 }
  const rest = { gone: 0, skipped: 0, failed: 0, failures: 0 }
  await insert(pool, 'collections', [
    { account_id: 1, collector: 'things', last_outcome: 'ok', last_success_at: ago(0), ...feed, ...rest },
    { account_id: 1, collector: 'lifecycle-events', last_outcome: 'ok', last_success_at: ago(0), ...feed, ...rest },
    { account_id: 1, collector: 'policies', last_outcome: 'failed', last_success_at: ago(9), ...feed, ...rest },
    { account_id: 1, collector: 'audits', last_outcome: 'unavailable', last_success_at: null, ...feed, ...rest },
  ])
}

async function incidents(pool: pg.Pool) {
  const one = (row: object) => ({
    ...{ account_id: 1, cause: 'second-process', confidence: 1, severity: 'high', kicks: 1, rate_per_minute: 1 },
    ...{ severity_reasons: [], evidence: [], would_decide: [], sides: [], members: [], member_count: 1, active: true },
    ...{ content_hash: 0, tags: [], reopened: 0, reach: [], first_at: ago(5), last_at: ago(5), changed_at: ago(5) },
    ...row,
  })
  const times = { opened_at: ago(5), contained_at: ago(4.5) }
  const statement = `insert into incidents (account_id, client_id, state, cause, confidence, severity, first_at, last_at, kicks,
      opened_at, contained_at, drill, assignee_id) select account_id, client_id, state, cause, confidence, severity, first_at, last_at, kicks,
      opened_at, contained_at, drill, assignee_id from jsonb_populate_recordset(null::incidents, $1)`
  await pool.query(statement, [
    JSON.stringify([
      one({ client_id: 'pump-1', state: 'contained', assignee_id: 'ann', ...times }),
      one({ client_id: 'pump-2', state: 'new', opened_at: ago(2) }),
      one({
        client_id: 'pump-9',
        state: 'contained',
        opened_at: ago(2),
        contained_at: ago(1),
        drill: 'second-process',
      }),
    ]),
  ])
  await pool.query(`insert into drills (account_id, scenario, state, by_id, by_name, created_at, started_at, ends_at)
    select 1, 'second-process', 'over', 'ann', 'Ann', at, at, at from unnest(array['2026-10-01', '2026-11-01', '2025-01-01']::timestamptz[]) at`)
  await pool.query(
    `insert into responders (account_id, role_arn, quarantine) values (1, 'arn:aws:iam::123456789012:role/r', 'ready')`,
  )
  await pool.query(
    `insert into response_runs (account_id, action, target_kind, selection, state, targets, by_id, by_name, finished_at, contained_in_s)
    values (1, 'deactivate-certificate', 'certificate', '{}', 'done', 1, 'ann', 'Ann', $1, 30)`,
    [ago(4)],
  )
}

async function behaviours(pool: pg.Pool) {
  const profile = { description: '', enabled: true, version: 1, changed_at: ago(9), changed_by: 'Ann', account_id: 1 }
  await pool.query(
    `insert into security_profiles (name, targets, behaviours, enabled, account_id, changed_by)
     select name, targets, behaviours, enabled, account_id, changed_by from jsonb_populate_recordset(null::security_profiles, $1)`,
    [
      JSON.stringify([
        {
          name: 'pumps',
          targets: [{ kind: 'type', name: 'pump' }],
          behaviours: [behaviour('aws:num-messages-sent')],
          ...profile,
        },
        {
          name: 'line',
          targets: [{ kind: 'group', name: 'line' }],
          behaviours: [behaviour('aws:listening-tcp-ports')],
          ...profile,
        },
        {
          name: 'off',
          targets: [{ kind: 'all' }],
          behaviours: [behaviour('aws:num-disconnects')],
          ...profile,
          enabled: false,
        },
      ]),
    ],
  )
  const alarm = { account_id: 1, source: 'ours', profile: 'p', severity: 'high', value: '1', limit: '0', windows: 1 }
  await pool.query(
    `insert into violations (account_id, source, profile, behaviour, metric, device, state, severity, value, "limit", started_at, last_at)
     select account_id, source, profile, behaviour, metric, device, state, severity, value, "limit", started_at, last_at
     from jsonb_populate_recordset(null::violations, $1)`,
    [
      JSON.stringify([
        {
          behaviour: 'a',
          metric: 'aws:listening-tcp-ports',
          device: 'pump-1',
          state: 'in-alarm',
          ...alarm,
          started_at: ago(1),
          last_at: ago(0),
        },
        {
          behaviour: 'b',
          metric: 'aws:num-disconnects',
          device: 'pump-2',
          state: 'alarm-cleared',
          ...alarm,
          started_at: ago(1),
          last_at: ago(0),
        },
      ]),
    ],
  )
  await insert(pool, 'device_agents', [
    { account_id: 1, device: 'pump-1', last_report_at: ago(0.1), first_at: ago(9) },
    { account_id: 1, device: 'pump-2', last_report_at: ago(3), first_at: ago(9) },
  ])
}

async function people(pool: pg.Pool) {
  const person = (id: string, two: boolean) => ({
    id,
    name: id,
    email: `${id}@example.com`,
    email_verified: true,
    role: 'viewer',
    banned: false,
    two_factor_enabled: two,
    created_at: ago(9),
    updated_at: ago(9),
  })
  await insert(pool, 'users', [person('ann', true), person('bob', false)])
  await pool.query(`insert into api_tokens (user_id, name, role, prefix, hash, expires_at, revoked_at) values
    ('ann', 'a', 'viewer', 'a', 'a', '2027-01-01', null), ('ann', 'b', 'viewer', 'b', 'b', null, null), ('ann', 'c', 'viewer', 'c', 'c', null, now())`)
  await pool.query(`insert into notification_channels (kind, name, enabled, last_sent_at, last_error) values
    ('email', 'works', true, '2026-11-19', null), ('slack', 'fails', true, '2026-11-01', 'Gone'), ('slack', 'off', false, null, null)`)
  await pool.query(`insert into notification_rules (channel_id, name, about, min_severity, accounts) values
    (1, 'all', '{incident}', 'low', '{}'), (1, 'here', '{finding}', 'low', '{1}'), (2, 'lost', '{feed}', 'low', '{}')`)
  await pool.query(`insert into activity_targets (name, address, delivered_at, failing_since) values
    ('siem', 'https://siem.example.com', '2026-11-20', null), ('old', 'https://old.example.com', '2026-11-01', '2026-11-02')`)
  await pool.query(`insert into activity_checks (kind, day, checked_at, position, hash, problems) values
    ('recent', '2026-11-20', '2026-11-20', 1, '', '[]'), ('full', '2026-11-20', '2026-11-20', 1, '', '[]'),
    ('full', '2026-11-19', '2026-11-19', 1, '', '["broken"]')`)
  await pool.query(`insert into finding_suppressions (account_id, check_id, why, owner_id, owner_name, by_id, by_name, state, expires_at) values
    (1, 'policy-unused', 'w', 'ann', 'Ann', 'bob', 'Bob', 'active', '2027-01-01'), (null, 'policy-unused', 'w', 'ann', 'Ann', 'bob', 'Bob', 'active', null)`)
  await pool.query(`insert into findings (account_id, check_id, subject_kind, subject, severity, rank, detail, sources, first_seen_at, opened_at, content_hash) values
    (1, 'certificate-shared', 'certificate', 'a', 'critical', 0, '', '{ours}', '2026-09-01', '2026-09-01', 0),
    (1, 'certificate-shared', 'certificate', 'b', 'critical', 0, '', '{ours}', '2026-11-19', '2026-11-19', 0)`)
}

async function deployments(pool: pg.Pool) {
  await pool.query(`insert into deployment_figures (account_id, things, reporting, blocked, behind, judged_at, counted_at, register_at)
    select id, 3, 2, 1, 1, '2026-11-20', '2026-11-20', '2026-11-20' from aws_accounts`)
  await pool.query(`insert into deployments (account_id, kind, name, title, arn, aws_status, health, document, config, continuous, created_at, completed_at) values
    (1, 'job', 'a', 'a', 'arn', 'IN_PROGRESS', 'running', '{"url": "https://x"}', '{"abortConfig": {"criteriaList": []}}', true, '2026-11-01', null),
    (1, 'job', 'b', 'b', 'arn', 'IN_PROGRESS', 'stalled', '{"url": "http://x"}', '{}', false, '2026-11-01', null),
    (1, 'job', 'c', 'c', 'arn', 'COMPLETED', 'succeeded', '{"sig-sha256-ecdsa": "x"}', '{}', false, '2026-11-01', '2026-11-02'),
    (1, 'job', 'd', 'd', 'arn', 'COMPLETED', 'failed', null, '{}', false, '2026-11-01', '2026-11-02')`)
  await pool.query(`insert into thing_software (account_id, thing, source, package, version, since) values
    (1, 'pump-1', 'shadow', 'app', '1', '2026-11-01'), (1, 'pump-2', 'shadow', 'app', '1', '2026-11-01')`)
  await pool.query(
    `insert into software_drift (account_id, thing, package, kind) values (1, 'pump-2', 'app', 'behind')`,
  )
  await pool.query(`insert into software_changes (account_id, thing, source, package, from_version, version, at, kind) values
    (1, 'pump-1', 'shadow', 'app', '2', '1', '2026-11-01', 'downgrade'), (1, 'pump-2', 'shadow', 'app', '1', '2', '2026-11-01', 'unannounced')`)
  await pool.query(`insert into unupdatable_things (account_id, thing, found_why, plan, owner_id, owner_name, due) values
    (1, 'pump-1', 'no-agent', 'Swap', 'ann', 'Ann', '2027-01-01'), (1, 'pump-2', 'no-agent', null, null, null, null)`)
  await pool.query(`insert into installed_components (account_id, thing, name, version, lifecycle) values
    (1, 'pump-1', 'aws.greengrass.crypto.Pkcs11Provider', '1', 'RUNNING'), (1, 'pump-2', 'c', '1', 'BROKEN')`)
  await pool.query(
    `insert into greengrass_cores (account_id, thing, status) values (1, 'pump-1', 'HEALTHY'), (1, 'pump-2', 'HEALTHY')`,
  )
  await pool.query(
    `insert into reports (title, scope, as_of, state, by_name, made_at) values ('Q4', '{}', '2026-11-01', 'ready', 'Ann', '2026-11-01')`,
  )
}
