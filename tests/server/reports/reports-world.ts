import { generateKeyPairSync } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll } from 'vitest'

/** A key that seals, for as long as the file's tests run, and a secret that tokens are made with. */
export function useSigningKey(): { publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const before = { ...process.env }
  beforeAll(() => {
    process.env.FLEETWARDEN_SIGNING_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    process.env.FLEETWARDEN_SECRET = 'a secret of the tests, 32 characters long'
  })
  afterAll(() => {
    process.env = before
  })
  return { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
}

/** The names that a pseudonymised report must not hold. */
export const secretNames = [
  'pump-berlin-1',
  'pump-berlin-2',
  '-dash-first',
  'odd client, "quoted"',
  '203.0.113.77',
  'a1'.repeat(32),
]

/** A small fleet with something in every register, of account 1, with names that are hard to handle. */
export async function fillRegisters(pool: pg.Pool): Promise<void> {
  await pool.query(`
    insert into things (account_id, name, attributes, content_hash) values
      (1, 'pump-berlin-1', '{"serial": "SN-0001", "site": "Berlin"}', 1), (1, 'pump-berlin-2', '{}', 2), (1, '-dash-first', '{}', 3);
    insert into presence (account_id, thing_row_id, thing_name, connected, since, client_id)
      select 1, id, name, true, '2026-11-01Z', 'odd client, "quoted"' from things where name = 'pump-berlin-1';
    insert into thing_groups (account_id, name) values (1, 'site'), (1, 'site-berlin');
    update thing_groups set parent_name = 'site' where name = 'site-berlin';
    insert into thing_group_members (group_row_id, thing_name, thing_row_id, account_id)
      select g.id, t.name, t.id, 1 from things t, thing_groups g where t.name = 'pump-berlin-1' and g.name = 'site-berlin';
    insert into certificates (account_id, certificate_id, status, common_name, thing_count) values
      (1, repeat('a1', 32), 'ACTIVE', 'pump-berlin-1', 1), (1, repeat('b2', 32), 'REVOKED', null, 0);
    insert into thing_certificates (thing_row_id, certificate_row_id, account_id)
      select t.id, c.id, 1 from things t, certificates c where t.name = 'pump-berlin-1' and c.status = 'ACTIVE';
    insert into policies (account_id, name) values (1, 'OpenPolicy');
    insert into policy_versions (policy_row_id, version_id, is_default, document)
      select id, '1', true, '{"Resource": "arn:aws:iot:eu-west-1:1:client/pump-berlin-2"}' from policies;
    insert into findings (account_id, check_id, subject_kind, subject, subject_row_id, severity, rank, detail, sources, first_seen_at,
        opened_at, content_hash)
      select 1, 'certificate-shared', 'certificate', certificate_id, id, 'high', 1,
        'Shared by pump-berlin-1 and pump-berlin-2, from 203.0.113.77:8883', '{ours}', '2026-11-01Z', '2026-11-02Z', 1
      from certificates where status = 'ACTIVE';
    insert into finding_suppressions (account_id, check_id, subject_kind, subject, why, owner_id, owner_name, by_id, by_name, state)
      values (1, 'thing-gone-quiet', 'thing', 'pump-berlin-2', E'=HYPERLINK("x")\\nIn repair, says "Bo"', 'u', 'Ada', 'u', 'Ada', 'active');
    insert into incidents (account_id, client_id, thing_name, cause, confidence, severity, first_at, last_at, kicks, aware_at, contained_at)
      values (1, 'odd client, "quoted"', 'pump-berlin-1', 'same-credential-two-places', 0.9, 'high', '2026-11-10Z', '2026-11-10 01:00Z', 7,
        '2026-11-10 00:05Z', '2026-11-10 00:15Z');
    insert into response_runs (account_id, action, target_kind, state, by_id, by_name, targets, selection, requested_at, reason)
      values (1, 'revoke-certificate', 'certificate', 'done', 'u', 'Ada', 1, '{}', '2026-11-10 00:10Z', 'Clone of pump-berlin-1');
    insert into response_targets (run_id, n, account_id, action, kind, name, state)
      select id, 1, 1, 'revoke-certificate', 'certificate', repeat('a1', 32), 'confirmed' from response_runs;
    insert into deployments (account_id, kind, name, title, arn, aws_status, targets, packages, succeeded, failed)
      values (1, 'job', 'fw-2', 'Firmware 2', 'arn:x', 'COMPLETED', '{arn:aws:iot:eu-west-1:1:thing/pump-berlin-2}',
        '[{"name": "fw", "version": "2.0"}, {"name": "boot", "version": "1.1"}]', 1, 2);
    insert into activity (actor_name, action, object_kind, object_id, object_name, ip_address, detail)
      values ('Ada', 'thing.looked-at', 'thing', 'pump-berlin-1', 'pump-berlin-1', '203.0.113.77', '{"of": ["pump-berlin-2"]}');
    insert into thing_software (account_id, thing, source, package, version, since) values (1, 'pump-berlin-1', 'shadow', 'fw', '1.0', now());
    insert into software_drift (account_id, thing, package, kind, version, intended) values (1, 'pump-berlin-1', 'fw', 'behind', '1.0', '2.0');
    insert into software_changes (account_id, thing, source, package, from_version, version, at, kind) values
      (1, 'pump-berlin-1', 'shadow', 'fw', '2.0', '1.0', now(), 'downgrade'), (1, 'pump-berlin-2', 'shadow', 'fw', '1.0', '2.0', now(), 'announced');
    insert into unupdatable_things (account_id, thing, found_why, found_says, plan) values (1, 'pump-berlin-2', 'no-agent', 'No agent', 'Replace pump-berlin-2');
    insert into collections (account_id, collector, last_outcome, last_success_at, last_finished_at)
      values (1, 'things', 'ok', now(), now()), (1, 'certificates', 'ok', now(), now())`)
}
