import type pg from 'pg'
import type { Sql } from '#server/platform/db.ts'

/**
 * Adds up what was added to the tallies of incidents, so that reading them stays short. What is added meanwhile waits for
 * the next time; two who fold at once each fold what the other did not.
 */
export async function foldTallies(pool: pg.Pool): Promise<void> {
  await fold(pool, 'incident_open_tally', ['account_id', 'severity', 'cause', 'unassigned'], ['count'])
  await fold(pool, 'incident_day_tally', ['account_id', 'day'], ['opened', 'kicks'])
}

async function fold(sql: Sql, table: string, keys: string[], sums: string[]): Promise<void> {
  await sql.query(
    `WITH parts AS (DELETE FROM ${table} t USING (
         SELECT ${keys.join(', ')} FROM ${table} GROUP BY ${keys.join(', ')} HAVING count(*) > 1) many
       WHERE ${keys.map((key) => `t.${key} = many.${key}`).join(' AND ')} RETURNING t.*)
     INSERT INTO ${table} SELECT ${[...keys, ...sums.map((one) => `sum(${one})`)].join(', ')} FROM parts
     GROUP BY ${keys.join(', ')} HAVING ${sums.map((one) => `sum(${one}) <> 0`).join(' OR ')}`,
  )
}
