import { presence as presences } from '#contract/health.ts'
import type { Context } from '#server/platform/context.ts'

/** How many things there are in each state of presence, from the rollups. What nothing is said of is unknown. */
export async function presenceCounts({ database }: Context, accounts: number[]): Promise<Map<string, number>> {
  const { rows } = await database.pool.query<{ state: string; things: number }>({
    name: 'presence-counts',
    text: `select state, sum(things)::bigint as things from presence_rollup where account_id = any($1) group by state
     union all select 'unknown', greatest(0, (select coalesce(sum(things), 0) from thing_rollup where account_id = any($1))
       - (select coalesce(sum(things), 0) from presence_rollup where account_id = any($1)))::bigint`,
    values: [accounts],
  })
  const counts = new Map(rows.map(({ state, things }) => [state, things]))
  return new Map(presences.options.map((state) => [state, counts.get(state) ?? 0]))
}

export async function everyThingHasPresence(context: Context, accounts: number[]): Promise<boolean> {
  return (await presenceCounts(context, accounts)).get('unknown') === 0
}
