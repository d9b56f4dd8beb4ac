import { type Expiry, expiry as expiries } from '#contract/health.ts'
import { expiryWindows } from '#server/credentials/rules.ts'
import type { Context } from '#server/platform/context.ts'
import { activeBetween, dayOf, startOfDay } from './certificate-timeline.ts'

/** How many active certificates stand where between their dates at this moment; the same as the list would count. */
export async function expiryCounts(context: Context, accounts: number[]): Promise<Map<Expiry, number>> {
  const { now } = context
  const soon = expiryWindows(now).expiring.lt
  const [days, expiredToday, expiringThatDay, early] = await Promise.all([
    activeByDay(context, accounts),
    activeExpiringBetween(context, accounts, startOfDay(now), now),
    activeExpiringBetween(context, accounts, startOfDay(soon), soon),
    notYetValid(context, accounts, soon),
  ])
  const [today, lastDay] = [dayOf(now), dayOf(soon)]
  // Not a bare minus: the negative of none is −0, and would be shown as that.
  const counts = { expired: expiredToday, expiring: expiringThatDay - expiredToday, valid: 0 - expiringThatDay }
  for (const [day, certificates] of days) {
    if (day === '') continue
    if (day < today) counts.expired += certificates
    else if (day < lastDay) counts.expiring += certificates
    else counts.valid += certificates
  }
  const found: Record<Expiry, number> = {
    valid: counts.valid - early.valid,
    expiring: counts.expiring - early.expiring,
    expired: counts.expired,
    'not-yet-valid': early.valid + early.expiring,
    unknown: days.get('') ?? 0,
  }
  return new Map(expiries.options.map((one) => [one, found[one]]))
}

/** Certificates whose first day is still to come: few, and their window would otherwise count them as good. */
async function notYetValid({ database, now }: Context, accounts: number[], soon: Date) {
  const { rows } = await database.pool.query<{ valid: number; expiring: number }>(
    `select count(*) filter (where not_after >= $3) as valid, count(*) filter (where not_after < $3) as expiring
     from certificates where account_id = any($1) and gone_at is null and not_before > $2 and status = 'ACTIVE'
     and not_after >= $2`,
    [accounts, now, soon],
  )
  return rows[0] ?? { valid: 0, expiring: 0 }
}

/** Active certificates per day of expiry (YYYY-MM-DD, '' for none known), from the rollup. */
async function activeByDay({ database }: Context, accounts: number[]): Promise<Map<string, number>> {
  const { rows } = await database.pool.query<{ day: string; certificates: number }>(
    `select value as day, sum(certificates)::bigint as certificates from certificate_rollup
     where account_id = any($1) and dimension = 'expires-on' and status = 'ACTIVE' group by value`,
    [accounts],
  )
  return new Map(rows.map(({ day, certificates }) => [day, certificates]))
}

async function activeExpiringBetween({ database }: Context, accounts: number[], from: Date, to: Date): Promise<number> {
  const { rows } = await database.pool.query<{ certificates: number }>(
    `select count(*) as certificates from (${activeBetween('$2', '$3')}) c`,
    [accounts, from, to],
  )
  return rows[0]?.certificates ?? 0
}
