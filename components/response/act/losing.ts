import type { RunTarget, TargetPlan } from '#contract/response.ts'

/** What the plans of these targets take away, each named once. */
export function losingOf(targets: readonly Pick<RunTarget, 'plan'>[]) {
  const plans = targets.flatMap(({ plan }) => (plan ? [plan] : []))
  return {
    things: [...new Set(plans.flatMap(({ things }) => things))],
    sessions: once(plans, 'sessions', ({ clientId }) => clientId),
    shared: once(plans, 'shared', ({ certificateId }) => certificateId),
    jobs: [...new Map(plans.flatMap(({ jobs }) => jobs ?? []).map((job) => [job.jobId, job])).values()],
  }
}

type Listed = 'sessions' | 'shared'

function once<Kind extends Listed>(
  plans: readonly TargetPlan[],
  kind: Kind,
  keyOf: (item: TargetPlan[Kind][number]) => string,
): TargetPlan[Kind][number][] {
  const items = plans.flatMap((plan): TargetPlan[Kind][number][] => plan[kind])
  return [...new Map(items.map((item) => [keyOf(item), item])).values()]
}
