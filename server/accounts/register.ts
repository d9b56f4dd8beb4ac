import type { Sql } from '#server/platform/db.ts'

/** Whether any AWS account is watched or was. */
export async function hasAccounts(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query('SELECT 1 FROM aws_accounts LIMIT 1')
  return rows.length > 0
}

/** Watches the account our own credentials belong to, when nobody has named one. Returns whether it did. */
export async function registerOwnAccount(sql: Sql, awsAccountId: string, region: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `INSERT INTO aws_accounts (aws_account_id, region, name)
     SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM aws_accounts)
     ON CONFLICT (aws_account_id, region) DO NOTHING`,
    [awsAccountId, region, `${awsAccountId} ${region}`],
  )
  return rowCount === 1
}
