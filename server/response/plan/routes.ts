import type { PlanSummary } from '#contract/response.ts'
import type { ResponderSetup } from '../action.ts'
import type { StepKind } from '../step.ts'
import { actionOf } from './action-of.ts'
import type { AskingParts } from './plan-parts.ts'
import type { PlannedRun } from './planned-run.ts'
import type { Planned } from './planning.ts'
import { callsOf, secondsFor } from './summary.ts'

type Route = PlanSummary['routes'][number]
const ways = ['both', 'group', 'certificates'] as const
type Way = (typeof ways)[number]

/** AWS caches what policies allow; how long is not documented beyond "a few minutes" (aws-facts 10.4). */
const cacheMinutes = 5

/** What cutting off several things would take each way, counted from the same facts as the plan. */
export class Routes {
  readonly #kinds: Record<Way, Map<StepKind, number>> = { both: new Map(), group: new Map(), certificates: new Map() }
  readonly #changes: Record<Way, number> = { both: 0, group: 0, certificates: 0 }

  constructor(
    readonly run: PlannedRun,
    readonly setup: ResponderSetup,
  ) {}

  get areSeveral(): boolean {
    return this.run.action === 'cut-off-thing' && this.run.targets > 1
  }

  add({ facts }: Planned): void {
    if (!this.areSeveral) return
    for (const way of ways) {
      const plan = actionOf(this.run.action).plan(facts, { ...this.run.options, route: way }, this.setup)
      if (plan.skip !== null) continue
      this.#changes[way] += 1
      for (const { kind } of plan.steps) this.#kinds[way].set(kind, (this.#kinds[way].get(kind) ?? 0) + 1)
    }
  }

  /** The ways there are, with their arithmetic in words. */
  async finish(parts: AskingParts): Promise<Route[]> {
    if (!this.areSeveral) return []
    const chosen = this.run.options.route ?? 'both'
    const routes = ways
      .filter((way) => this.#changes[way] > 0 || way === chosen)
      .map((way) => this.#route(parts, way, chosen))
    const group = this.setup.policyReady ? await groupOf(parts, this.run) : null
    return group ? [...routes, denying(parts, group, this.setup)] : routes
  }

  #route({ aws }: AskingParts, way: Way, chosen: string): Route {
    const calls = callsOf(this.#kinds[way], aws.perSecond).filter(({ operation }) => lasting.has(operation))
    const joins = this.#kinds[way].get('join-group') ?? 0
    const changes = this.#kinds[way].get('set-certificate-status') ?? 0
    const seconds = secondsFor(calls)
    const cached = way === 'group' ? cacheMinutes : 0
    const parts = [
      ...(joins > 0
        ? [
            `add ${things(joins)} to ${this.setup.quarantineGroup} (${at(joins, aws.perSecond('AddThingToThingGroup'))})`,
          ]
        : []),
      ...(changes > 0
        ? [`deactivate ${certificates(changes)} (${at(changes, aws.perSecond('UpdateCertificate'))})`]
        : []),
    ]
    const what = parts.length > 0 ? parts.join(', and ') : 'change nothing'
    return {
      route: way,
      sentence: `${what.charAt(0).toUpperCase()}${what.slice(1)}. ${lastly[way]}`,
      calls: calls.reduce((sum, { count }) => sum + count, 0),
      seconds,
      cacheMinutes: cached,
      chosen: way === chosen,
    }
  }
}

const lasting = new Set(['UpdateCertificate', 'AddThingToThingGroup', 'RemoveThingFromThingGroup'])

const lastly: Record<Way, string> = {
  both: 'Each thing is out as soon as its certificates are inactive, and stays out should one be reactivated.',
  group: `AWS may go on honouring the old permissions for about ${cacheMinutes} minutes; certificates stay as they are.`,
  certificates:
    'No new session is possible from then on; a thing with another identity or a shared certificate is not held.',
}

const things = (n: number) => `${n} thing${n === 1 ? '' : 's'}`
const certificates = (n: number) => `${n} certificate${n === 1 ? '' : 's'}`

function at(calls: number, perSecond: number): string {
  const rate = perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10
  return `${calls} call${calls === 1 ? '' : 's'} at ${rate} a second, about ${duration(calls / perSecond)}`
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 360) / 10} h`
}

function denying({ aws }: AskingParts, group: string, { quarantinePolicy }: ResponderSetup): Route {
  return {
    route: 'policy',
    sentence:
      `These are exactly the members of ${group}: attaching ${quarantinePolicy} to that group takes one call for all of them. ` +
      `AWS may go on honouring the old permissions for about ${cacheMinutes} minutes. It is the action “Deny group”.`,
    calls: 1,
    seconds: 1 / aws.perSecond('AttachPolicy'),
    cacheMinutes,
    chosen: false,
  }
}

/** The static group without children whose members are exactly a run's targets. */
async function groupOf({ pool }: AskingParts, run: PlannedRun): Promise<string | null> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT g.name FROM response_targets r JOIN things t ON t.account_id = r.account_id AND t.name = r.name
     JOIN thing_group_members m ON m.thing_row_id = t.id JOIN thing_groups g ON g.id = m.group_row_id
     WHERE r.run_id = $1 AND r.n = (SELECT min(n) FROM response_targets WHERE run_id = $1)
       AND NOT g.billing AND g.gone_at IS NULL AND g.query_string IS NULL AND g.described_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM thing_groups c WHERE c.account_id = g.account_id AND NOT c.billing
         AND c.gone_at IS NULL AND c.parent_name = g.name)
       AND (SELECT count(*) FROM thing_group_members a WHERE a.group_row_id = g.id) = $2
       AND NOT EXISTS (SELECT 1 FROM response_targets o WHERE o.run_id = $1 AND NOT EXISTS (
         SELECT 1 FROM thing_group_members a WHERE a.group_row_id = g.id AND a.thing_name = o.name))
     ORDER BY g.name LIMIT 1`,
    [run.id, run.targets],
  )
  return rows[0]?.name ?? null
}
