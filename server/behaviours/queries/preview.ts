import type { Behaviour, SecurityProfile } from '#contract/behaviours.ts'
import type { Context } from '#server/platform/context.ts'
import { inTransaction } from '#server/platform/db.ts'
import { windowMs } from '../ingest.ts'
import { standings } from '../judge/feeds.ts'
import { histories, measure } from '../judge/measure.ts'
import { verdicts } from '../judge/verdicts.ts'
import { metrics } from '../metrics.ts'

type Asked = { account: number; targets: SecurityProfile['targets']; behaviour: Behaviour }

const dayMs = 86_400_000
const mostWindows = 24
const shown = 10

/** Which devices would have been beyond what is normal in the last day; of short windows the latest two hours at least. */
export async function previewBehaviour({ database, now }: Context, { account, targets, behaviour }: Asked) {
  const feeds = await standings(database.pool, account, now)
  const { why } = feeds[metrics[behaviour.metric].from]
  const step = behaviour.durationS * 1000
  const last = Math.floor((now.getTime() - windowMs) / step) * step
  const count = Math.min(mostWindows, Math.floor(dayMs / step))
  const { rows } = await database.pool.query<{ since: Date }>(
    'select since from behaviour_positions where account_id = $1',
    [account],
  )
  const since = rows[0]?.since ?? now
  let watched = 0
  const seen = new Map<string, { device: string; value: string; at: string }>()
  await inTransaction(database.pool, async (client) => {
    for (let place = 0; place < count; place++) {
      const end = new Date(last - place * step)
      // Of windows before anybody watched nobody can say that nothing happened.
      if (end.getTime() - step < since.getTime()) break
      watched += 1
      const measured = await measure(client, { account, profile: { targets }, behaviour, end }, [])
      const past =
        behaviour.criteria.kind === 'baseline'
          ? await histories(
              client,
              { account, behaviour, end },
              measured.map(({ device }) => device),
            )
          : new Map<string, number[]>()
      for (const { device, beyond, value } of verdicts(behaviour, measured, past)) {
        if (beyond && !seen.has(device)) seen.set(device, { device, value, at: end.toISOString() })
      }
    }
  })
  const unwatched = watched === 0 ? 'No whole window of this length has been watched yet' : null
  return { devices: seen.size, windows: watched, examples: [...seen.values()].slice(0, shown), why: why ?? unwatched }
}
