import type pg from 'pg'
import { sql, toQuery } from '#server/platform/sql.ts'
import { readSuppression, scopeOf } from '../queries/suppressions.ts'
import { covered, covering } from './scope.ts'

/** Hides what an active suppression covers and nothing else hides. Returns the findings with their accounts. */
export async function hide(client: pg.PoolClient, suppression: string, now: Date) {
  const row = await readSuppression(client, suppression)
  const { rows } = await client.query<{ id: string; account_id: number }>(
    toQuery(sql`update findings f set suppression_id = ${suppression}::bigint, changed_at = ${now}
      where f.open and f.suppression_id is null and ${covered(scopeOf(row))} returning f.id, f.account_id`),
  )
  return rows
}

/** Shows again what a suppression hid, except where another active one covers it, which hides it from now on. */
export async function show(client: pg.PoolClient, suppression: string, now: Date) {
  const { rows } = await client.query<{ id: string; account_id: number; suppression_id: string | number | null }>(
    toQuery(sql`update findings f set changed_at = ${now}, suppression_id = (select min(s.id) from finding_suppressions s
        where s.state = 'active' and s.id <> ${suppression}::bigint and ${covering})
      where f.suppression_id = ${suppression}::bigint returning f.id, f.account_id, f.suppression_id`),
  )
  return rows
}
