import type pg from 'pg'

// Everything a sync writes, by natural keys: row ids and the times of observing differ between runs, facts must not.
const tables: Record<string, string> = {
  things: `SELECT to_jsonb(t) - '{id,account_id,first_seen_at,changed_at,gone_at}'::text[] || jsonb_build_object('gone', gone_at IS NOT NULL) AS row FROM things t`,
  thing_types: `SELECT to_jsonb(t) - '{id,account_id,first_seen_at,changed_at,gone_at}'::text[] || jsonb_build_object('gone', gone_at IS NOT NULL) AS row FROM thing_types t`,
  thing_groups: `SELECT to_jsonb(t) - '{id,account_id,first_seen_at,changed_at,gone_at,described_at}'::text[]
    || jsonb_build_object('gone', gone_at IS NOT NULL, 'described', described_at IS NOT NULL) AS row FROM thing_groups t`,
  thing_group_members: `SELECT jsonb_build_array(g.name, m.thing_name, t.name) AS row FROM thing_group_members m
    JOIN thing_groups g ON g.id = m.group_row_id JOIN things t ON t.id = m.thing_row_id`,
  presence: `SELECT to_jsonb(p) - '{thing_row_id,account_id}'::text[] AS row FROM presence p`,
  certificates: `SELECT to_jsonb(c) - '{id,account_id,first_seen_at,changed_at,gone_at,described_at}'::text[]
    || jsonb_build_object('gone', gone_at IS NOT NULL, 'described', described_at IS NOT NULL) AS row FROM certificates c`,
  certificate_pems: `SELECT jsonb_build_array(c.certificate_id, md5(p.pem)) AS row FROM certificate_pems p JOIN certificates c ON c.id = p.certificate_row_id`,
  thing_certificates: `SELECT jsonb_build_array(t.name, c.certificate_id, l.exclusive) AS row FROM thing_certificates l
    JOIN things t ON t.id = l.thing_row_id JOIN certificates c ON c.id = l.certificate_row_id`,
  thing_principal_checks: `SELECT jsonb_build_array(t.name, k.checked_at > '2000-01-01') AS row FROM thing_principal_checks k JOIN things t ON t.id = k.thing_row_id`,
  ca_certificates: `SELECT to_jsonb(c) - '{id,account_id,first_seen_at,changed_at,gone_at,described_at}'::text[] || jsonb_build_object('gone', gone_at IS NOT NULL) AS row FROM ca_certificates c`,
  policies: `SELECT to_jsonb(p) - '{id,account_id,first_seen_at,changed_at,gone_at,described_at,targets_checked_at}'::text[] || jsonb_build_object('gone', gone_at IS NOT NULL) AS row FROM policies p`,
  policy_versions: `SELECT to_jsonb(v) - '{policy_row_id,first_seen_at,gone_at}'::text[] || jsonb_build_object('policy', p.name, 'gone', v.gone_at IS NOT NULL) AS row
    FROM policy_versions v JOIN policies p ON p.id = v.policy_row_id`,
  policy_targets: `SELECT jsonb_build_array(p.name, t.kind, t.target, c.certificate_id, g.name) AS row FROM policy_targets t
    JOIN policies p ON p.id = t.policy_row_id LEFT JOIN certificates c ON c.id = t.certificate_row_id LEFT JOIN thing_groups g ON g.id = t.group_row_id`,
  fact_history: `SELECT jsonb_build_array(subject_kind, subject, change, related_kind, related, before, after) AS row FROM fact_history`,
  thing_rollup: `SELECT to_jsonb(r) - 'account_id' AS row FROM thing_rollup r WHERE things <> 0`,
  presence_rollup: `SELECT to_jsonb(r) - 'account_id' AS row FROM presence_rollup r WHERE things <> 0`,
  certificate_rollup: `SELECT to_jsonb(r) - 'account_id' AS row FROM certificate_rollup r WHERE certificates <> 0`,
}

export type Dump = Record<string, string[]>

/** The facts of one account, or of all, in an order of their own. */
export async function dump(pool: pg.Pool, without: string[] = []): Promise<Dump> {
  const entries: [string, string[]][] = []
  for (const [name, sql] of Object.entries(tables)) {
    if (without.includes(name)) continue
    const { rows } = await pool.query<{ row: string }>(`SELECT row::text AS row FROM (${sql}) d ORDER BY 1`)
    entries.push([name, rows.map(({ row }) => row)])
  }
  return Object.fromEntries(entries)
}

/** Where every row version of the facts lies: any write, even one that changes nothing, changes it. */
export async function rowVersions(pool: pg.Pool): Promise<Record<string, string>> {
  const entries: [string, string][] = []
  for (const name of [...Object.keys(tables), 'certificate_checks', 'fleet_snapshots']) {
    const { rows } = await pool.query<{ versions: string }>(
      `SELECT coalesce(md5(string_agg(xmin::text || ctid::text, ',' ORDER BY ctid)), '') AS versions FROM ${name}`,
    )
    entries.push([name, rows[0]?.versions ?? ''])
  }
  return Object.fromEntries(entries)
}
