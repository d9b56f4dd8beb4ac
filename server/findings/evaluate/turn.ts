import type pg from 'pg'
import { tell } from '#server/platform/events.ts'
import { followRules } from '../incident-rules/follow.ts'
import type { Of } from '../load/which.ts'
import { hideLate } from '../suppressions/hide-covered.ts'
import { noteBoundaries } from './boundaries.ts'
import { judgeChanged, mostChanged } from './changed.ts'
import { keepDay } from './days.ts'
import { type ManyKind, many } from './kinds.ts'
import { alone } from './lock.ts'
import { tellUntold } from './notices.ts'
import { type KindPlan, planAccount } from './plan.ts'
import { confirmResults } from './results.ts'
import { scanAll } from './scan.ts'
import { readChecks, type SetCheck } from './settings.ts'
import { followUses } from './uses.ts'
import { judgeWhole, type WholeKind } from './whole.ts'

/** What a turn is given. `checks` and `forMs` are others in tests. */
export type Turn = { now?: () => Date; checks?: SetCheck[]; forMs?: number }

const turnMs = 10_000

/**
 * Evaluates what is to be evaluated of one account, for some seconds at most; another worker that is at it is left alone.
 * Returns whether there is more to do, or null when somebody else does it.
 */
export async function evaluateAccount(
  pool: pg.Pool,
  of: Of,
  { now = () => new Date(), checks, forMs = turnMs }: Turn = {},
): Promise<{ more: boolean; written: number } | null> {
  const until = performance.now() + forMs
  const more = () => performance.now() < until
  return alone(pool, of.id, async (client) => {
    const minute = await followUses(pool, of.id, now())
    const plans = await planAccount(client, of, checks ?? (await readChecks(client)), now())
    let written = 0
    const underWay: string[] = []
    for (const plan of plans) {
      if (isMany(plan)) {
        const mostly = plan.asked.length > 0 && (await mostChanged(client, of.id, plan.kind, plan.scan.subjects))
        if (plan.full || mostly) {
          const scanned = await scanAll(pool, client, plan, { now, more })
          written += scanned.written
          if (!scanned.done) underWay.push(plan.kind)
        } else if (plan.scan.fullAt) {
          await noteBoundaries(client, plan, now())
          written += await judgeChanged(pool, client, plan, { now, more })
        }
      } else if (isWhole(plan)) {
        written += await judgeWhole(client, plan, now())
      }
    }
    if (minute) await hideLate(client, of.id, now())
    await tellUntold(client, of.id, underWay, now())
    written += await followRules(client, of.id, underWay, now())
    if (minute) {
      const followed = plans.filter(({ kind, scan, full }) => scan.fullAt && !full && !underWay.includes(kind))
      await confirmResults(client, { account: of.id, now: now() }, followed.flatMap(askedOf))
      await keepDay(client, { account: of.id, now: now() })
    }
    if (written > 0) await tell(client, { type: 'findings', account: of.id })
    return { more: underWay.length > 0, written }
  })
}

const askedOf = ({ asked, readiness }: KindPlan) =>
  asked.map((check) => ({ check, readiness: readiness.get(check.id) }))
const isMany = (plan: KindPlan): plan is KindPlan & { kind: ManyKind } => plan.kind in many
const isWhole = (plan: KindPlan): plan is KindPlan & { kind: WholeKind } => !(plan.kind in many)
