import type { Sql } from './db.ts'
import { type Fragment, sql, toQuery } from './sql.ts'

const batch = 10_000

/** Deletes the rows of an ordinary table that a condition holds for, ten thousand to a transaction. Returns how many. */
export async function deleteInBatches(connection: Sql, table: Fragment, where: Fragment): Promise<number> {
  let deleted = 0
  for (;;) {
    const { rowCount } = await connection.query(
      toQuery(
        sql`delete from ${table} where ctid = any(array(select ctid from ${table} where ${where} limit ${batch}))`,
      ),
    )
    deleted += rowCount ?? 0
    if ((rowCount ?? 0) < batch) return deleted
  }
}
