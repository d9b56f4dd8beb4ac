import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Throws a Refusal for an account that nobody knows; null stands for all of them. */
export async function requireAccount(connection: Sql, account: number | null): Promise<void> {
  if (account === null) return
  const { rowCount } = await connection.query('select from aws_accounts where id = $1', [account])
  if (!rowCount) throw new Refusal('invalid', 'There is no such account.')
}
