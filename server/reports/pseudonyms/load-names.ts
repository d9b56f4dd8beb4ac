import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Fragment, sql, toLiteralText, toQuery } from '#server/platform/sql.ts'
import { accountIn, type FactScope } from '../scope.ts'
import { Pseudonyms } from './pseudonyms.ts'

/** Learns every name of the accounts in scope, gone ones too, as they stream past. */
export async function loadNames(client: pg.PoolClient, scope: FactScope, key: Buffer): Promise<Pseudonyms> {
  const { rows } = await client.query<{ count: number }>(
    toQuery(sql`select ((select count(*) from things t where ${accountIn(scope, sql`t.account_id`)})
      + (select count(*) from certificates c where ${accountIn(scope, sql`c.account_id`)}))::int * 2 as count`),
  )
  const pseudonyms = new Pseudonyms(key, rows[0]?.count ?? 0)
  const copy = client.query(copyTo(`copy (${toLiteralText(names(scope))}) to stdout`))
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of copy) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) pseudonyms.learn(unescaped(line))
  }
  return pseudonyms
}

const named = (table: Fragment, column: Fragment, scope: FactScope): Fragment =>
  sql`select ${column} from ${table} where ${accountIn(scope, sql`account_id`)} and ${column} is not null`

// A thing's name is mostly its client ID, too: twice learnt is once known.
const names = (scope: FactScope): Fragment => sql`${named(sql`things`, sql`name`, scope)}
  union all ${named(sql`presence`, sql`client_id`, scope)} and client_id <> thing_name
  union all ${named(sql`certificates`, sql`common_name`, scope)}
  union all ${named(sql`certificates`, sql`certificate_id`, scope)} and certificate_id !~ '^[0-9a-f]{64}$'
  union all ${named(sql`certificates`, sql`serial_number`, scope)}
  union all ${named(sql`certificate_uses`, sql`client_id`, scope)}
  union all ${named(sql`incidents`, sql`client_id`, scope)}
  union all ${named(sql`incidents`, sql`thing_name`, scope)}
  union all ${named(sql`response_targets`, sql`name`, scope)} and kind in ('thing', 'client', 'certificate')
  union all ${named(sql`findings`, sql`subject`, scope)} and subject_kind in ('thing', 'client', 'certificate')`

const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' }
const unescaped = (line: string) => line.replace(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign)
