import type pg from 'pg'
import { readNames } from '#server/fleet/name-parts.ts'

/** How much to fill a database with. Certificate n belongs to thing n as far as both exist. */
export type DatasetSize = { things: number; certificates: number }

/** When the fleet is looked at: dates are spread around it, so that every run meets the same data. */
export const datasetNow = new Date('2026-11-20T12:00:00Z')

/**
 * Fills a migrated, empty database with one account, its fleet and its certificates. The same size gives the same rows.
 * Rows come from generate_series, indexes are built afterwards; a million of each takes about two minutes.
 */
export async function fillDataset(pool: pg.Pool, { things, certificates }: DatasetSize): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query("set statement_timeout = 0; set synchronous_commit = off; set maintenance_work_mem = '512MB'")
    await client.query(vary)
    await client.query(
      "insert into aws_accounts (aws_account_id, region, name) values ('111122223333', 'eu-west-1', 'Benchmark')",
    )
    await client.query(groups)
    await indexedAfterwards(client, 'things', () => client.query(thingRows, [things, certificates, datasetNow]))
    await indexedAfterwards(client, 'thing_group_members', () => client.query(memberRows))
    await indexedAfterwards(client, 'presence', () => client.query(presenceRows, [datasetNow]))
    await client.query('insert into thing_principal_checks select id, account_id, $1 from things', [datasetNow])
    await client.query(authorities)
    await indexedAfterwards(client, 'certificates', () =>
      client.query(certificateRows, [certificates, things, datasetNow]),
    )
    await client.query(linkRows)
    await client.query(policies, [Math.min(things, certificates)])
    await client.query('drop function vary; drop function last_day; drop function certificate_status')
  } finally {
    // Its settings are not for others.
    client.release(true)
  }
  // As the worker does within a minute.
  await readNames(pool)
  await pool.query('vacuum analyze')
  // What the filling left to be written falls to nobody's measure.
  await pool.query('checkpoint')
}

async function indexedAfterwards(client: pg.PoolClient, table: string, fill: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = $1::regclass and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    [table],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  await fill()
  for (const { definition } of rows) await client.query(definition)
}

// vary(n, salt): an even number for n that has nothing to do with its neighbours'.
const vary = `
create or replace function vary(n bigint, salt int) returns int immutable language sql as
  $$ select (hashint8(n * 64 + salt) & 2147483647) $$;
create or replace function last_day(n bigint, at timestamptz) returns timestamptz immutable language sql as $$
  select case when vary(n, 1) % 100 < 40 then timestamptz '2049-12-31T23:59:59Z'
    else at + make_interval(days => vary(n, 2) % 1800 - 40, secs => vary(n, 3) % 86400) end $$;
create or replace function certificate_status(n bigint) returns text immutable language sql as $$
  select case when vary(n, 4) % 1000 < 940 then 'ACTIVE' when vary(n, 4) % 1000 < 970 then 'INACTIVE'
    when vary(n, 4) % 1000 < 990 then 'REVOKED' when vary(n, 4) % 1000 < 995 then 'PENDING_ACTIVATION'
    else 'PENDING_TRANSFER' end $$`

const groups = `insert into thing_groups (account_id, name, parent_name, billing)
  select 1, 'region-' || n, null, false from generate_series(0, 11) n
  union all select 1, 'site-' || n, 'region-' || n % 12, false from generate_series(0, 299) n
  union all select 1, 'cost-' || n, null, true from generate_series(0, 4) n`

const thingRows = `insert into things (account_id, name, arn, thing_id, type_name, billing_group, attributes, version, content_hash,
    certificate_count, active_certificates, credential_health, credential_not_after, first_seen_at, changed_at)
  select 1, kind || '-' || lpad(to_hex(vary(n, 5)), 8, '0') || '-' || lpad(n::text, 7, '0'),
    'arn:aws:iot:eu-west-1:111122223333:thing/' || kind || '-' || n, md5(n::text), kind, 'cost-' || vary(n, 6) % 5,
    jsonb_build_object('site', 'site-' || vary(n, 7) % 300, 'firmware', '1.' || least(vary(n, 8) % 40, 9), 'serial', 'SN' || lpad((vary(n, 40) % 100000000)::text, 8, '0')),
    1, vary(n, 9), held::int, (held and status = 'ACTIVE')::int,
    case when vary(n, 10) % 100 = 0 then 'unknown' when not held then 'none' when status <> 'ACTIVE' then 'inactive'
      when last_day(n, $3::timestamptz) < $3::timestamptz then 'expired' when last_day(n, $3::timestamptz) < $3::timestamptz + interval '30 days' then 'expiring' else 'valid' end,
    case when held and status = 'ACTIVE' then last_day(n, $3::timestamptz) end,
    $3::timestamptz - make_interval(secs => vary(n, 11) % 80000000), $3::timestamptz - make_interval(secs => vary(n, 12) % 8000000)
  from (select n, (array['sensor', 'gateway', 'pump', 'meter', 'camera', 'lock', 'valve', 'rare'])[
      case when vary(n, 13) % 1000 = 0 then 8 else vary(n, 13) % 7 + 1 end] as kind,
      n <= $2 and vary(n, 14) % 50 > 0 as held, certificate_status(n) as status
    from generate_series(1, $1::bigint) n) one`

const memberRows = `insert into thing_group_members (account_id, group_row_id, thing_name, thing_row_id)
  select 1, g.id, t.name, t.id from things t join thing_groups g
    on g.name in ('region-' || vary(t.id, 7) % 300 % 12, 'site-' || vary(t.id, 7) % 300) and not g.billing`

const presenceRows = `insert into presence (account_id, thing_row_id, thing_name, connected, since, disconnect_reason,
    client_id, keep_alive_s, clean_session, gaps_observed, typical_gap_s, longest_gap_s)
  select 1, id, name, state < 60, case when state < 93 then $1::timestamptz - make_interval(secs => vary(id, 16) % 86400 * (vary(id, 17) % 60)) end,
    case when state between 60 and 92 then 'CONNECTION_LOST' end, case when state < 93 then name end, 60, true,
    vary(id, 18) % 9, 600 + vary(id, 19) % 90000, 100000
  from (select id, name, vary(id, 15) % 100 as state from things) t where state < 98`

const authorities = `insert into ca_certificates (account_id, certificate_id, status, subject, common_name, issuer, not_after)
  select 1, md5('ca' || n) || md5(n::text), 'ACTIVE', 'CN=Fleet CA ' || n, 'Fleet CA ' || n, 'CN=Root', '2036-01-01'
  from generate_series(0, 3) n`

const certificateRows = `insert into certificates (account_id, certificate_id, arn, status, mode, created_at, ca_certificate_id, subject,
    common_name, issuer, serial_number, fingerprint, not_before, not_after, key_algorithm, key_bits, signature_algorithm,
    described_at, thing_count, policy_count, has_policy, leftover, first_seen_at, changed_at)
  select 1, md5(n::text) || md5((-n)::text), 'arn:aws:iot:eu-west-1:111122223333:cert/' || md5(n::text) || md5((-n)::text),
    certificate_status(n), 'DEFAULT', created, case when vary(n, 20) % 5 < 4 then md5('ca' || vary(n, 20) % 4) || md5((vary(n, 20) % 4)::text) end,
    'CN=device-' || lpad(to_hex(vary(n, 21)), 8, '0'), 'device-' || lpad(to_hex(vary(n, 21)), 8, '0'), 'CN=Fleet CA', md5(n::text), md5(n::text),
    created, last_day(n, $3::timestamptz), key[1], key[2]::int, key[3], $3::timestamptz,
    case when vary(n, 22) % 500 = 0 then null when vary(n, 23) % 200 = 0 then 2 when n <= $2 and vary(n, 14) % 50 > 0 then 1 else 0 end,
    (vary(n, 24) % 100 > 0)::int, vary(n, 24) % 100 > 0, vary(n, 25) % 150 = 0, created, created
  from (select n, $3::timestamptz - make_interval(secs => vary(n, 26) % 100000000) as created,
      case when vary(n, 27) % 1000 < 700 then '{RSA,2048,RSA-SHA256}' when vary(n, 27) % 1000 < 995 then '{EC,256,ECDSA-SHA256}'
        else '{RSA,1024,RSA-SHA1}' end::text[] as key
    from generate_series(1, $1::bigint) n) one`

const linkRows = `insert into thing_certificates (account_id, thing_row_id, certificate_row_id)
  select 1, t.id, c.id from things t join certificates c on c.id = t.id where t.certificate_count > 0`

const policies = `with added as (
    insert into policies (account_id, name, default_version_id, version_count, target_count)
    select 1, 'policy-' || n, '1', 1, $1::int / 20 from generate_series(0, 19) n returning id)
  insert into policy_targets (account_id, policy_row_id, kind, target, certificate_row_id)
  select 1, p.id, 'certificate', c.certificate_id, c.id from certificates c join (select id, row_number() over (order by id) - 1 as place from added) p
    on p.place = vary(c.id, 28) % 20 where c.has_policy`
