import { z } from 'zod'
import type { Overview } from '#contract/overview.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'

type Trend = Overview['trends'][number]
type Row = { account_id: number; day: string; figures: unknown }

const daysShown = 90

// Written by server/fleet/snapshots.ts; a figure it did not yet know is a gap.
const figures = z.object({
  things: z.number().nullish(),
  connected: z.number().nullish(),
  certificates: z.object({ expired: z.number().nullish(), expiring30: z.number().nullish() }).nullish(),
})
type Figures = z.infer<typeof figures>

/** The last 90 days, oldest first. A day on which an account was not counted is a gap, not a dip. */
export async function dailyTrends(context: Context, { account }: { account?: number }): Promise<Trend[]> {
  const accounts = await accountsInScope(context, account)
  const { rows } = await context.database.pool.query<Row>(
    `select account_id, day::text as day, figures from fleet_snapshots
     where account_id = any($1) and day > $2::date - $3::int and day <= $2::date order by day`,
    [accounts, context.now.toISOString().slice(0, 10), daysShown],
  )
  const lastDay = Date.parse(context.now.toISOString().slice(0, 10))
  const days = Array.from({ length: daysShown }, (_, index) =>
    new Date(lastDay - (daysShown - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  )
  return trendsOf(rows, days)
}

/** Sums the accounts' figures of each day, once every account that had been counted before was counted again. */
export function trendsOf(rows: Row[], days: string[]): Trend[] {
  return days.map((day) => {
    const ofDay = rows.filter((row) => row.day === day)
    const begun = new Set(rows.filter((row) => row.day <= day).map(({ account_id }) => account_id))
    const counted = ofDay.length > 0 && ofDay.length === begun.size
    const parsed = ofDay.map((row) => figures.safeParse(row.figures).data ?? {})
    const total = (pick: (figures: Figures) => number | null | undefined): number | null => {
      const values = parsed.map((one) => pick(one) ?? null)
      if (!counted || values.includes(null)) return null
      return values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
    }
    return {
      day,
      things: total(({ things }) => things),
      connected: total(({ connected }) => connected),
      expired: total(({ certificates }) => certificates?.expired),
      expiring: total(({ certificates }) => certificates?.expiring30),
    }
  })
}
