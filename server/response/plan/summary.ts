import { actions } from '#contract/actions.ts'
import { severity } from '#contract/incidents.ts'
import type { ConcernedIncident, PlanSummary } from '#contract/response.ts'
import { noReturn } from '../actions/parts/sessions.ts'
import type { StepKind } from '../step.ts'
import { steps } from '../steps.ts'
import type { Concerned } from './concerned-incidents.ts'
import type { PlannedRun } from './planned-run.ts'
import { SharedCertificates } from './shared-certificates.ts'

type PerSecond = (operation: string) => number

/** A plan's figures while its targets come in. */
export class Summary {
  changes = 0
  neverTouched = 0
  /** Whether a thing joins the quarantine group. */
  quarantines = false
  readonly kinds = new Map<StepKind, number>()
  readonly #skipped = new Map<string, number>()
  readonly #warnings = new Map<string, number>()
  readonly #things = new Set<string>()
  readonly #live = new Set<string>()
  readonly #unknown = new Set<string>()
  readonly #stranded = new Set<string>()
  readonly #shared = new SharedCertificates()
  readonly #incidents = new Map<string, ConcernedIncident>()
  readonly #jobs = new Set<string>()
  #jobsAsked = false
  #moreThings = 0
  #touches = 0
  #stored = 0
  #factsAt: Date | null = null

  constructor(readonly run: PlannedRun) {}

  add({ facts, plan, shown, incidents }: Concerned): void {
    this.#age(facts.at, facts.fromAws)
    // What is left alone for what it shares is shown all the same: choosing that is the way on.
    this.#shared.add(plan.shared)
    if (plan.skip !== null) {
      if (facts.neverTouch === plan.skip) this.neverTouched += 1
      count(this.#skipped, plan.skip)
      for (const warning of plan.warnings) count(this.#warnings, warning)
      return
    }
    this.changes += 1
    for (const params of plan.steps) {
      count(this.kinds, params.kind)
      if (params.kind === 'join-group' && params.group === this.run.responder.quarantineGroup) this.quarantines = true
    }
    for (const warning of plan.warnings) count(this.#warnings, warning)
    for (const thing of plan.things) this.#things.add(thing)
    for (const clientId of plan.stranded ?? []) this.#stranded.add(clientId)
    this.#touches += plan.touches ?? 0
    if (facts.kind === 'audit-finding' && plan.things.length > 0)
      this.#moreThings += Math.max(0, facts.reach - plan.things.length)
    if (facts.kind === 'thing-group') this.#moreThings += Math.max(0, facts.members - facts.things.length)
    for (const { clientId, connected } of shown.sessions) {
      if (connected) this.#live.add(clientId)
      else if (connected === null) this.#unknown.add(clientId)
    }
    for (const incident of incidents) this.#incidents.set(incident.id, incident)
    if (shown.jobs) this.#jobsAsked = true
    for (const { jobId } of shown.jobs ?? []) this.#jobs.add(`${facts.name} ${jobId}`)
  }

  /** Everything but what the guards say, the routes and the permissions. */
  finish(
    perSecond: PerSecond,
    { certificates, asked }: { certificates: number; asked: { warnings(): string[] } },
  ): Omit<PlanSummary, 'guards' | 'routes' | 'permissions'> {
    const calls = callsOf(this.kinds, perSecond)
    return {
      changes: this.changes,
      skipped: [...this.#skipped]
        .map(([why, n]) => ({ why, count: n }))
        .sort((a, b) => b.count - a.count)
        .slice(0, 50),
      calls,
      seconds: secondsFor([...calls, ...readsOf(this.kinds, certificates, perSecond)]),
      losing: {
        things: this.#things.size + this.#moreThings,
        sessions: this.#live.size,
        sessionsUnknown: this.#unknown.size,
        sharedCertificates: this.#shared.included,
        jobs: this.#jobsAsked ? this.#jobs.size : null,
        incidents: this.#incidents.size,
      },
      incidents: worst([...this.#incidents.values()]),
      shared: this.#shared.shown(),
      touches: this.#touches,
      stranded: this.#stranded.size,
      final: actions[this.run.action].final,
      warnings: [...asked.warnings(), ...this.#stale(), ...this.#mostCommon()],
      factsAt: this.#factsAt?.toISOString() ?? null,
      fromAws: this.#stored === 0,
    }
  }

  #age(at: Date | null, fromAws: boolean) {
    if (!fromAws) this.#stored += 1
    if (at && (!this.#factsAt || at < this.#factsAt)) this.#factsAt = at
  }

  #stale(): string[] {
    if (this.#stored === 0 || ['thing-group', 'audit-finding', 'deployment'].includes(this.run.kind)) return []
    const of = this.run.targets === 1 ? '' : ` of ${this.#stored} of ${this.run.targets} targets`
    const age = this.#factsAt ? `; the oldest are from ${this.#factsAt.toISOString()}` : ''
    return [`Some facts${of} are as last collected, not as AWS says now${age}.`]
  }

  #mostCommon(): string[] {
    const common = [...this.#warnings].sort(([a, n], [b, m]) => rank(a) - rank(b) || m - n)
    if (this.run.targets === 1) return common.map(([warning]) => warning)
    const shown = common
      .slice(0, 8)
      .map(([warning, n]) => (n === 1 ? warning : `${targetsOf(this.run.kind, n)}: ${warning}`))
    return common.length > shown.length ? [...shown, 'More is said of single targets.'] : shown
  }
}

const rank = (warning: string) => (warning === noReturn ? 0 : 1)

const targetsOf = (kind: string, n: number) => `${n} ${kind.replace('-', ' ')}s`

const mostIncidents = 20

function worst(incidents: ConcernedIncident[]): ConcernedIncident[] {
  const rank = ({ severity: one }: ConcernedIncident) => severity.options.indexOf(one)
  return incidents.sort((a, b) => rank(a) - rank(b) || b.number - a.number).slice(0, mostIncidents)
}

/** Calls of each operation with our share of its quota. */
export function callsOf(kinds: ReadonlyMap<StepKind, number>, perSecond: PerSecond): PlanSummary['calls'] {
  const calls = new Map<string, number>()
  for (const [kind, n] of kinds) {
    const { operation } = steps[kind]
    calls.set(operation, (calls.get(operation) ?? 0) + n)
  }
  return [...calls].map(([operation, n]) => ({ operation, count: n, perSecond: perSecond(operation) }))
}

const pageSize = 250
const manyMemberships = 50

/** Calls that read what is to change, before and after: one by one, or from a list where that takes fewer. */
function readsOf(kinds: ReadonlyMap<StepKind, number>, certificates: number, perSecond: PerSecond) {
  const statuses = kinds.get('set-certificate-status') ?? 0
  const memberships = (kinds.get('join-group') ?? 0) + (kinds.get('leave-group') ?? 0)
  const pages = Math.ceil(certificates / pageSize)
  const twice = (operation: string, n: number) => ({ operation, count: 2 * n, perSecond: perSecond(operation) })
  return [
    pages < statuses ? twice('ListCertificates', pages) : twice('DescribeCertificate', statuses),
    memberships < manyMemberships
      ? twice('ListThingGroupsForThing', memberships)
      : twice('ListThingsInThingGroup', Math.ceil(memberships / pageSize)),
  ]
}

/** Operations have quotas of their own and go side by side: the slowest decides. */
export const secondsFor = (calls: PlanSummary['calls']): number =>
  calls.reduce((longest, { count: n, perSecond }) => Math.max(longest, n / perSecond), 0)

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
