import { minutes } from '../../clock.ts'
import type { Job } from './job.ts'

/** AWS's rate for jobs that name none. */
const usualPerMinute = 1000

/** How many devices a job notifies at once, and how many milliseconds later the next. */
export function nextBatch(job: Job): { count: number; pauseMs: number } {
  const perMinute = rateOf(job)
  const count = Math.max(1, Math.round(perMinute / 60))
  return { count, pauseMs: (minutes(1) * count) / perMinute }
}

function rateOf(job: Job): number {
  const { maximumPerMinute = usualPerMinute, exponentialRate } = job.rollout ?? {}
  if (!exponentialRate) return maximumPerMinute
  const { baseRatePerMinute = 1, incrementFactor = 1, rateIncreaseCriteria } = exponentialRate
  const { numberOfNotifiedThings, numberOfSucceededThings } = rateIncreaseCriteria ?? {}
  const reached = numberOfNotifiedThings ? job.notified : job.executions.counts.SUCCEEDED
  const step = numberOfNotifiedThings ?? numberOfSucceededThings
  if (step && reached >= step * (job.growths + 1)) job.growths++
  return Math.min(maximumPerMinute, baseRatePerMinute * incrementFactor ** job.growths)
}

/** Whether so many devices failed that the job's own criteria end it. */
export function isToBeAborted({ abort, executions: { counts } }: Job): boolean {
  const { FAILED, REJECTED, TIMED_OUT, SUCCEEDED } = counts
  const executed = FAILED + REJECTED + TIMED_OUT + SUCCEEDED
  return (abort?.criteriaList ?? []).some(
    ({ failureType, thresholdPercentage = 100, minNumberOfExecutedThings = 1 }) => {
      const failed = { FAILED, REJECTED, TIMED_OUT, ALL: FAILED + REJECTED + TIMED_OUT }[failureType ?? 'ALL']
      return executed >= minNumberOfExecutedThings && failed * 100 >= thresholdPercentage * executed
    },
  )
}

/** `arn:…:package/NAME/version/VERSION` in its parts. */
export function packageVersionIn(arn: string): { name: string; version: string } | undefined {
  const [, name, version] = /:package\/([^/]+)\/version\/([^/]+)$/.exec(arn) ?? []
  return name === undefined || version === undefined ? undefined : { name, version }
}
