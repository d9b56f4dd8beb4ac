import type { ExpiryTimeline } from '#contract/certificates.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import { daysAfter } from '#server/credentials/rules.ts'
import type { Context } from '#server/platform/context.ts'

const daysShown = 90
const monthsShown = 36

/** When active certificates expire, by day and by month, from the daily rollup. Today is split at this moment. */
export async function certificateTimeline(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<ExpiryTimeline> {
  const { now } = context
  const accounts = await accountsInScope(context, account)
  const days = Array.from({ length: daysShown }, (_, index) => dayOf(daysAfter(now, index)))
  const months = Array.from({ length: monthsShown }, (_, index) => monthAfter(now, index))
  const buckets = await activeByBucket(context, accounts, { days, lastMonth: months.at(-1) ?? '' })
  const count = (bucket: string) => buckets.get(bucket) ?? 0
  const overdueToday = count(overdueTodayBucket)
  const inDays = (month: string) => days.reduce((sum, day) => (day.startsWith(month) ? sum + count(day) : sum), 0)
  return {
    overdue: count('overdue') + overdueToday,
    unknown: count('unknown'),
    days: days.map((day, index) => ({ day, certificates: count(day) - (index === 0 ? overdueToday : 0) })),
    months: months.map((month, index) => ({
      month,
      certificates: count(month) + inDays(month) - (index === 0 ? overdueToday : 0),
    })),
    later: count('later'),
  }
}

const overdueTodayBucket = 'overdue-today'

/** Active certificates by where the charts show them: a day, a month beyond the days, 'later', 'overdue', 'unknown'. */
async function activeByBucket(
  { database, now }: Context,
  accounts: number[],
  { days, lastMonth }: { days: string[]; lastMonth: string },
): Promise<Map<string, number>> {
  const today = startOfDay(now)
  const { rows } = await database.pool.query<{ bucket: string; certificates: number }>({
    name: 'expiry-buckets',
    text: `select case when value = '' then 'unknown' when value < $2 then 'overdue' when value <= $3 then value
         when left(value, 7) <= $4 then left(value, 7) else 'later' end as bucket, sum(certificates)::bigint as certificates
       from certificate_rollup where account_id = any($1) and dimension = 'expires-on' and status = 'ACTIVE' group by 1
       union all select '${overdueTodayBucket}', count(*) from (${activeBetween('$5', '$6')}) c`,
    values: [accounts, dayOf(now), days.at(-1), lastMonth, today, now],
  })
  return new Map(rows.map(({ bucket, certificates }) => [bucket, certificates]))
}

/** What a part of a day holds, which the rollup cannot say: one short index range for each account of $1. */
export const activeBetween = (from: '$2' | '$5', to: '$3' | '$6'): string => `
  select 1 from unnest($1::int[]) a(id) cross join lateral (
    select 1 from certificates where account_id = a.id and status = 'ACTIVE' and gone_at is null
    and not_after >= ${from} and not_after < ${to}) one`

export const dayOf = (time: Date) => time.toISOString().slice(0, 10)

export const startOfDay = (time: Date) => new Date(`${dayOf(time)}T00:00:00Z`)

const monthAfter = (now: Date, months: number) =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 7)
