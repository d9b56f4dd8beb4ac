import type { TrailState } from '#contract/activity.ts'
import type { Context } from '#server/platform/context.ts'
import { latestChecks, latestHead, type TrailCheck } from './check.ts'
import { trailGuard } from './guard.ts'

/** Whether the trail is intact as far as anybody looked, who could change it, and where it is streamed to. */
export async function trailState({ database: { pool } }: Context): Promise<TrailState> {
  const [head, checks, guard, targets] = await Promise.all([
    latestHead(pool),
    latestChecks(pool),
    trailGuard(pool),
    pool.query<TargetRow>(
      `select name, address, position, delivered_at, failing_since, error from activity_targets
       where not retired order by name`,
    ),
  ])
  const checkOf = (kind: TrailCheck['kind']) => {
    const check = checks.find((one) => one.kind === kind)
    if (!check) return null
    return { checkedAt: check.checkedAt.toISOString(), position: check.place.position, problems: check.problems }
  }
  return {
    head,
    recent: checkOf('recent'),
    full: checkOf('full'),
    role: { name: guard.role, mayChange: guard.mayChange },
    targets: targets.rows.map((row) => ({
      name: row.name,
      address: row.address,
      position: row.position,
      behind: Math.max(0, head.position - row.position),
      deliveredAt: row.delivered_at?.toISOString() ?? null,
      failingSince: row.failing_since?.toISOString() ?? null,
      error: row.error,
    })),
  }
}
type TargetRow = {
  name: string
  address: string
  position: number
  delivered_at: Date | null
  failing_since: Date | null
  error: string | null
}
