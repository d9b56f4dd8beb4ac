import type { RunTarget } from '#contract/response.ts'

/** What the plans of these targets take away, each named once. */
export function losingOf(targets: readonly Pick<RunTarget, 'plan'>[]) {
  const plans = targets.flatMap(({ plan }) => (plan ? [plan] : []))
  const sessions = plans.flatMap((plan) => plan.sessions)
  const jobs = plans.flatMap((plan) => plan.jobs ?? [])
  return {
    things: [...new Set(plans.flatMap(({ things }) => things))],
    sessions: [...new Map(sessions.map((session) => [session.clientId, session])).values()],
    jobs: [...new Map(jobs.map((job) => [job.jobId, job])).values()],
  }
}
