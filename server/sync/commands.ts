import { record } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { wakeWorkers } from '#server/platform/wake.ts'
import { feedKinds } from './queries.ts'

/**
 * Asks the workers to collect now: one collector or all, of one watched account or all. A pass that runs already is
 * followed by another. Returns how many feeds were asked for.
 */
export async function requestSync(context: Context, { account, collector }: { account?: number; collector?: string }) {
  if (collector !== undefined && !Object.hasOwn(feedKinds, collector))
    throw new Refusal('invalid', 'There is no such collector.')
  const wanted = collector === undefined ? Object.keys(feedKinds) : [collector]
  return context.database.prisma.$transaction(async (tx) => {
    const accounts = await tx.awsAccount.findMany({ where: { id: account, enabled: true }, select: { id: true } })
    if (account !== undefined && accounts.length === 0) {
      throw new Refusal('not-found', 'There is no such account, or it is not watched.')
    }
    const ids = accounts.map(({ id }) => id)
    const requested = await tx.$executeRaw`
      insert into collections (account_id, collector, requested_at)
      select a.id, c.name, ${context.now} from unnest(${ids}::int[]) a (id) cross join unnest(${wanted}::text[]) c (name)
      order by 1, 2
      on conflict (account_id, collector) do update set requested_at = excluded.requested_at`
    const detail = { account: account ?? 'all', collector: collector ?? 'all' }
    await record(tx, context, { action: 'sync.requested', subject: collector, detail })
    await wakeWorkers(tx)
    return { requested }
  })
}
