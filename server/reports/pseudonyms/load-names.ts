import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Fragment, sql, toLiteralText, toQuery } from '#server/platform/sql.ts'
import { Pseudonyms } from './pseudonyms.ts'

/**
 * Learns every name of every account, gone ones too, as they stream past: the trail is of the whole installation, and what
 * people write of one account names things of another.
 */
export async function loadNames(client: pg.PoolClient, key: Buffer): Promise<Pseudonyms> {
  const { rows } = await client.query<{ count: number }>(
    toQuery(sql`select ((select count(*) from things) * 2 + (select count(*) from certificates) * 4)::int as count`),
  )
  const pseudonyms = new Pseudonyms(key, rows[0]?.count ?? 0)
  const own = await client.query<{ sha256: string }>(
    'select sha256 from reports where sha256 is not null union select sha256 from attestation_files',
  )
  for (const { sha256 } of own.rows) pseudonyms.keep(sha256)
  const copy = client.query(copyTo(`copy (${toLiteralText(names)}) to stdout`))
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of copy) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) pseudonyms.learn(unescaped(line))
  }
  return pseudonyms
}

const named = (table: Fragment, column: Fragment): Fragment =>
  sql`select ${column} from ${table} where ${column} is not null`

// What deployments and behaviours tell of is mostly a thing that is known.
const elsewhere = (table: Fragment, column: Fragment): Fragment =>
  sql`select distinct o.${column} from ${table} o where not exists (select from things t where t.account_id = o.account_id
    and t.name = o.${column})`

const namedKinds = sql`('thing', 'client', 'certificate', 'ca-certificate')`

// A thing's name is mostly its client ID, too: twice learnt is once known.
const names: Fragment = sql`${named(sql`things`, sql`name`)}
  union all ${named(sql`presence`, sql`client_id`)} and client_id <> thing_name
  union all ${named(sql`certificates`, sql`common_name`)}
  union all ${named(sql`certificates`, sql`certificate_id`)}
  union all ${named(sql`certificates`, sql`serial_number`)}
  union all ${named(sql`ca_certificates`, sql`certificate_id`)}
  union all ${named(sql`certificate_uses`, sql`client_id`)}
  union all ${named(sql`incidents`, sql`client_id`)}
  union all ${named(sql`incidents`, sql`thing_name`)}
  union all ${named(sql`response_targets`, sql`name`)} and kind in ${namedKinds}
  union all ${named(sql`findings`, sql`subject`)} and subject_kind in ${namedKinds}
  union all ${named(sql`finding_suppressions`, sql`subject`)} and subject_kind in ${namedKinds}
  union all ${named(sql`audit_findings`, sql`subject`)} and subject_kind in ${namedKinds}
  union all ${elsewhere(sql`detect_violations`, sql`thing_name`)}
  union all ${elsewhere(sql`violations`, sql`device`)}
  union all ${elsewhere(sql`deployment_executions`, sql`thing`)}
  union all ${elsewhere(sql`greengrass_cores`, sql`thing`)}
  union all ${elsewhere(sql`thing_software`, sql`thing`)}
  union all ${elsewhere(sql`software_changes`, sql`thing`)}
  union all ${elsewhere(sql`unupdatable_things`, sql`thing`)}
  union all select regexp_replace(n.name, '^[0-9]+/', '') from activity a
    cross join lateral (values (a.object_name), (a.object_id)) n (name)
    where a.object_kind in ${namedKinds} and n.name is not null`

const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' }
const unescaped = (line: string) => line.replace(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign)
