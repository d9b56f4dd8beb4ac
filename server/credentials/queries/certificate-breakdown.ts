import type { CertificateBreakdown } from '#contract/certificates.ts'
import { concern as concerns } from '#contract/health.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import { statusIn } from '#server/credentials/rules.ts'
import type { Context } from '#server/platform/context.ts'
import { every, sql, toQuery } from '#server/platform/sql.ts'
import { certificateSet } from './certificate-order.ts'
import { expiryCounts } from './expiry-counts.ts'

type Part = { dimension: string; value: string; active: number; count: number }

const dayMs = 86_400_000
const monthsPerYear = 12

/** Where each bar of the age chart begins, in months. Whole months, because the rollup counts by month. */
const ageBuckets = [
  { bucket: 'Under 3 months', months: 0 },
  { bucket: '3 to 12 months', months: 3 },
  { bucket: '1 to 2 years', months: monthsPerYear },
  { bucket: '2 to 5 years', months: 2 * monthsPerYear },
  { bucket: '5 years and more', months: 5 * monthsPerYear },
]

/** Certificates by status, expiry, concern, key, signature, CA and age, from the rollup. */
export async function certificateBreakdown(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<CertificateBreakdown> {
  const accounts = await accountsInScope(context, account)
  const [parts, statuses, expiries, pending, names] = await Promise.all([
    partsOf(context, accounts),
    statusCounts(context, accounts),
    expiryCounts(context, accounts),
    pendingTooLong(context, accounts),
    authorityNames(context, accounts),
  ])
  const of = (dimension: string) =>
    parts.filter((part) => part.dimension === dimension && part.count > 0).sort((a, b) => b.count - a.count)
  const known = (dimension: string, none: string) =>
    of(dimension).map(({ value, count }) => ({ value: value === '' ? none : value, count }))
  const concerned = new Map([
    ...of('concern').map(({ value, active }) => [value, active] as const),
    ['pending-too-long', pending],
  ])
  return {
    statuses,
    expiries: [...expiries].map(([value, count]) => ({ value, count })),
    concerns: concerns.options.map((value) => ({ value, count: concerned.get(value) ?? 0 })),
    keys: known('key', 'unknown'),
    signatures: known('signature', 'unknown'),
    authorities: known('ca', 'none').map((one) => ({ ...one, name: names.get(one.value) ?? null })),
    ages: agesOf(of('created-month'), context.now),
  }
}

/** How many certificates AWS gives each status, largest first. */
async function statusCounts({ database }: Context, accounts: number[]) {
  const { rows } = await database.pool.query<{ value: string; count: number }>(
    `select status as value, sum(certificates)::bigint as count from certificate_rollup
     where account_id = any($1) and dimension = 'ca' group by status having sum(certificates) > 0 order by 2 desc, 1`,
    [accounts],
  )
  const counts = new Map<string, number>()
  for (const { value, count } of rows) {
    const status = statusIn(value)
    counts.set(status, (counts.get(status) ?? 0) + count)
  }
  return [...counts].map(([value, count]) => ({ value, count }))
}

async function partsOf({ database }: Context, accounts: number[]): Promise<Part[]> {
  const { rows } = await database.pool.query<Part>(
    `select dimension, value, coalesce(sum(certificates) filter (where status = 'ACTIVE'), 0)::bigint as active,
       sum(certificates)::bigint as count
     from certificate_rollup where account_id = any($1) and dimension <> 'expires-on' group by dimension, value`,
    [accounts],
  )
  return rows
}

/** Waiting certificates are few at any time and no rollup knows how long each has waited. */
async function pendingTooLong({ database, now }: Context, accounts: number[]): Promise<number> {
  const where = every(certificateSet({ concern: 'pending-too-long' }, now))
  const { rows } = await database.pool.query<{ count: number }>(
    toQuery(
      sql`select count(*) as count from certificates c where c.account_id = any(${accounts}::int[]) and ${where}`,
    ),
  )
  return rows[0]?.count ?? 0
}

async function authorityNames({ database }: Context, accounts: number[]): Promise<Map<string, string | null>> {
  const { rows } = await database.pool.query<{ certificate_id: string; name: string | null }>(
    'select certificate_id, coalesce(common_name, subject) as name from ca_certificates where account_id = any($1)',
    [accounts],
  )
  return new Map(rows.map(({ certificate_id, name }) => [certificate_id, name]))
}

function agesOf(months: Part[], now: Date): CertificateBreakdown['ages'] {
  const starts = ageBuckets.map(
    ({ months: age }) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - age + 1, 1)),
  )
  return ageBuckets.map(({ bucket }, index) => {
    const [from, to] = [starts[index + 1], starts[index]].map((start) => start?.toISOString().slice(0, 7))
    const inBucket = months.filter(
      ({ value }) => value !== '' && (!to || value < to || index === 0) && (!from || value >= from),
    )
    const olderThanDays = index === 0 ? 0 : Math.floor((now.getTime() - (starts[index]?.getTime() ?? 0)) / dayMs)
    return { bucket, olderThanDays, count: inBucket.reduce((sum, { count }) => sum + count, 0) }
  })
}
