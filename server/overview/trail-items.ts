import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import { latestChecks } from '#server/activity/check.ts'
import type { Context } from '#server/platform/context.ts'

/** What the newest self-checks found, and the targets that have not taken an entry for a while. */
export type TrailConcerns = { broken: string | null; stuck: string[] }

const stuckAfterMs = 10 * 60_000

/** Reads the outcomes of the self-checks; none of them is made here. */
export async function trailConcerns({ database: { pool }, now }: Context): Promise<TrailConcerns> {
  const [checks, stuck] = await Promise.all([
    latestChecks(pool),
    pool.query<{ name: string }>(
      'select name from activity_targets where not retired and failing_since < $1 order by name',
      [new Date(now.getTime() - stuckAfterMs)],
    ),
  ])
  const problem = checks.flatMap(({ problems }) => problems)[0]
  return { broken: problem?.sentence ?? null, stuck: stuck.rows.map(({ name }) => name) }
}

/** What needs a person about the trail. */
export function trailItems({ trail: { broken, stuck } }: { trail: TrailConcerns }): AttentionItem[] {
  const href = links.activity()
  const items: AttentionItem[] = []
  if (broken) {
    const title = 'The trail of activity has been tampered with'
    items.push({ id: 'trail-broken', severity: 'critical', title, detail: broken, count: null, href })
  }
  if (stuck.length > 0) {
    const title = 'The trail is not reaching where it is streamed to'
    const detail = `Nothing has been taken for more than 10 minutes: ${stuck.join(', ')}. It is kept, and sent again.`
    items.push({ id: 'trail-stuck', severity: 'medium', title, detail, count: null, href })
  }
  return items
}
