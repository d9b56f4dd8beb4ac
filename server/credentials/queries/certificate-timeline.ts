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
  const [days, overdueToday] = await Promise.all([
    activeByDay(context, accounts),
    activeExpiringBetween(context, accounts, startOfDay(now), now),
  ])
  const today = dayOf(now)
  const total = (keep: (day: string) => boolean) =>
    [...days].reduce((sum, [day, certificates]) => (day !== '' && keep(day) ? sum + certificates : sum), 0)
  const months = Array.from({ length: monthsShown }, (_, index) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + index, 1)).toISOString().slice(0, 7)
    const counted = total((day) => day.startsWith(month) && day >= today)
    return { month, certificates: index === 0 ? counted - overdueToday : counted }
  })
  const lastMonth = months.at(-1)?.month ?? ''
  return {
    overdue: total((day) => day < today) + overdueToday,
    unknown: days.get('') ?? 0,
    days: Array.from({ length: daysShown }, (_, index) => {
      const day = dayOf(daysAfter(now, index))
      return { day, certificates: (days.get(day) ?? 0) - (index === 0 ? overdueToday : 0) }
    }),
    months,
    later: total((day) => day.slice(0, 7) > lastMonth),
  }
}

/** Active certificates per day of expiry (YYYY-MM-DD, '' for none known), from the rollup. */
export async function activeByDay({ database }: Context, accounts: number[]): Promise<Map<string, number>> {
  const { rows } = await database.pool.query<{ day: string; certificates: number }>(
    `select value as day, sum(certificates)::bigint as certificates from certificate_rollup
     where account_id = any($1) and dimension = 'expires-on' and status = 'ACTIVE' group by value`,
    [accounts],
  )
  return new Map(rows.map(({ day, certificates }) => [day, certificates]))
}

/** What a part of a day holds, which the rollup cannot say: one short index range. */
export async function activeExpiringBetween(
  { database }: Context,
  accounts: number[],
  from: Date,
  to: Date,
): Promise<number> {
  const { rows } = await database.pool.query<{ certificates: number }>(
    `select count(*) as certificates from unnest($1::int[]) a(id) cross join lateral (
       select 1 from certificates where account_id = a.id and status = 'ACTIVE' and gone_at is null
       and not_after >= $2 and not_after < $3) c`,
    [accounts, from, to],
  )
  return rows[0]?.certificates ?? 0
}

export const dayOf = (time: Date) => time.toISOString().slice(0, 10)

export const startOfDay = (time: Date) => new Date(`${dayOf(time)}T00:00:00Z`)
