import type { CertificateFilters } from '#contract/certificates.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { countUpTo } from '#server/platform/ordered-list.ts'
import { every, sql } from '#server/platform/sql.ts'
import { certificateSet } from './certificate-order.ts'

/** How many certificates match: exact up to 10,000, and over all of them. */
export async function countCertificates(
  context: Context,
  filters: CertificateFilters,
): Promise<{ count: number; capped: boolean }> {
  const { pool } = context.database
  const accounts = await accountsInScope(context, filters.account)
  const { account: _account, sort: _sort, ...narrowing } = filters
  if (Object.values(narrowing).every((value) => value === undefined || value === false || value === '')) {
    const { rows } = await pool.query<{ count: number }>(
      `select coalesce(sum(certificates), 0)::bigint as count from certificate_rollup
       where account_id = any($1) and dimension = 'ca'`,
      [accounts],
    )
    return { count: rows[0]?.count ?? 0, capped: false }
  }
  const where = every(certificateSet(filters, context.now))
  return countUpTo(pool, sql`from certificates c where c.account_id = any(${accounts}::int[]) and ${where}`)
}
