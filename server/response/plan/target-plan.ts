import type { PlannedStep, TargetPlan } from '#contract/response.ts'
import type { ActionPlan, SessionFacts, TargetFacts } from '../action.ts'
import { shortId } from '../short-id.ts'
import type { StepParams } from '../step.ts'
import { steps } from '../steps.ts'

/** A target's plan as people read it. */
export function toTargetPlan(
  facts: TargetFacts,
  plan: ActionPlan,
  sessions: ReadonlyMap<string, SessionFacts>,
): TargetPlan {
  const others = new Set(heldByOthers(facts))
  const concerned = plan.skip === null ? [...new Set([...plan.clients, ...closed(plan)])] : []
  const losing = concerned.filter((clientId) => !others.has(clientId))
  return {
    steps: plan.steps.map((params) => described(params, others)),
    skip: plan.skip,
    things: plan.things,
    sessions: losing.map((clientId) => {
      const session = sessions.get(clientId)
      return {
        clientId,
        connected: session?.connected ?? null,
        since: iso(session?.since),
        observedAt: iso(session?.observedAt),
      }
    }),
    shared: plan.shared,
    jobs: facts.kind === 'thing' ? facts.jobs : null,
    incidents: [],
    warnings: plan.warnings,
    factsAt: iso(facts.at),
    fromAws: facts.fromAws,
  }
}

/** A call in words; of a session that is somebody else's by now it says that it is made only if that changes. */
function described(params: StepParams, others: ReadonlySet<string>): PlannedStep {
  const step = steps[params.kind].describe(params)
  if (params.kind !== 'close-connection' || !others.has(params.clientId)) return step
  return { ...step, sentence: `${step.sentence}, unless another credential still holds it` }
}

/** Clients that are connected with somebody else's credential: they lose nothing by it. */
function heldByOthers(facts: TargetFacts): string[] {
  if (facts.kind === 'certificate') return facts.certificate.heldByOthers.map(({ clientId }) => clientId)
  if (facts.kind !== 'thing' || facts.otherPrincipals.length > 0) return []
  const own = facts.certificates.map(({ certificateId }) => certificateId)
  return facts.certificates.flatMap(({ heldByOthers: held }) =>
    held.filter(({ credential }) => !own.includes(credential)).map(({ clientId }) => clientId),
  )
}

const closed = ({ steps: planned }: ActionPlan) =>
  planned.flatMap((params) => (params.kind === 'close-connection' ? [params.clientId] : []))

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null

const longest = 400

/** What a plan does, in a line. */
export function inWords({
  skip,
  steps: planned,
  things,
  shared,
}: Pick<TargetPlan, 'skip' | 'steps' | 'things' | 'shared'>) {
  if (skip !== null) return `Nothing is done: ${skip}`
  const losing =
    things.length > 0 ? `; access is lost by ${things.slice(0, 10).join(', ')}${things.length > 10 ? ', …' : ''}` : ''
  const others = shared.map(
    ({ certificateId, things: users }) => `${shortId(certificateId)} is shared with ${users.slice(0, 10).join(', ')}`,
  )
  const words = [`${planned.map(({ sentence }) => sentence).join('; ')}${losing}`, ...others].join('; ')
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words
}
