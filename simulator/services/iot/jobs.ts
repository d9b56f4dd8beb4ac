import type { Fleet } from '../../fleet/fleet.ts'
import type { JobExecution } from '../../fleet/jobs/executions.ts'
import type { Job } from '../../fleet/jobs/job.ts'
import { scheduledRollouts } from '../../fleet/jobs/windows.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { oneOf, rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { notFound } from '../refuse.ts'
import { findThing } from './find.ts'
import type { IotHandlers } from './handlers.ts'

const executionStatuses = [
  'QUEUED',
  'IN_PROGRESS',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'REJECTED',
  'REMOVED',
  'CANCELED',
] as const

const jobStatuses = ['IN_PROGRESS', 'CANCELED', 'COMPLETED', 'DELETION_IN_PROGRESS', 'SCHEDULED'] as const

/** Reading jobs, as they have come along by the time of the question. */
export const jobs: IotHandlers = {
  ListJobs(input, { fleet }) {
    fleet.jobs.advance()
    const status = input.status && oneOf(input.status, 'status', jobStatuses)
    const { targetSelection, thingGroupName, thingGroupId } = input
    const group = thingGroupName && fleet.arn('thinggroup', thingGroupName)
    const where = (job: Job) =>
      (!status || job.status === status) &&
      (!targetSelection || job.order.targetSelection === targetSelection) &&
      (!group || job.targets.includes(group)) &&
      (!thingGroupId || groupIdOf(fleet, job) === thingGroupId)
    const { items, next } = paginate(input, inPresentOrder(fleet.jobs.newestFirst), { operation: 'ListJobs', where })
    return { jobs: items.map((job) => summary(fleet, job)), nextToken: next }
  },

  DescribeJob({ jobId }, { fleet }) {
    const job = findJob(fleet, jobId)
    const { order, executions, isForced } = job
    const { QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, REJECTED, CANCELED, REMOVED, TIMED_OUT } = executions.counts
    return {
      documentSource: order.documentSource,
      job: {
        ...summary(fleet, job),
        description: job.description,
        targets: [...job.targets],
        forceCanceled: isForced || undefined,
        reasonCode: job.reasonCode,
        comment: job.comment,
        jobExecutionsRolloutConfig: job.rollout,
        abortConfig: job.abort,
        timeoutConfig: job.timeout,
        jobExecutionsRetryConfig: job.retry,
        schedulingConfig: order.scheduling,
        ...(job.isOpen &&
          order.scheduling?.maintenanceWindows && {
            scheduledJobRollouts: scheduledRollouts(order.scheduling, fleet.clock.now()),
          }),
        destinationPackageVersions: order.packages && [...order.packages],
        jobProcessDetails: {
          ...(job.isRollingOut && { processingTargets: [...job.targets] }),
          numberOfQueuedThings: QUEUED,
          numberOfInProgressThings: IN_PROGRESS,
          numberOfSucceededThings: SUCCEEDED,
          numberOfFailedThings: FAILED,
          numberOfRejectedThings: REJECTED,
          numberOfCanceledThings: CANCELED,
          numberOfRemovedThings: REMOVED,
          numberOfTimedOutThings: TIMED_OUT,
        },
      },
    }
  },

  GetJobDocument: ({ jobId }, { fleet }) => ({ document: findJob(fleet, jobId).order.document }),

  ListJobExecutionsForJob(input, { fleet }) {
    const { executions } = findJob(fleet, input.jobId)
    const status = input.status && oneOf(input.status, 'status', executionStatuses)
    const { items, next } = paginate(input, executions, {
      operation: 'ListJobExecutionsForJob',
      ...(status && { where: (execution) => execution.status === status }),
    })
    return {
      executionSummaries: items.map((execution) => ({
        thingArn: fleet.arn('thing', execution.thing.name),
        jobExecutionSummary: executionSummary(execution),
      })),
      nextToken: next,
    }
  },

  ListJobExecutionsForThing(input, { fleet }) {
    const thing = findThing(fleet, input.thingName)
    const status = input.status && oneOf(input.status, 'status', executionStatuses)
    fleet.jobs.advance()
    const own = fleet.jobs
      .ofThing(thing)
      .filter(({ job, status: found }) => (!status || found === status) && (!input.jobId || input.jobId === job.id))
      .map((execution) => ({ jobId: execution.job.id, jobExecutionSummary: executionSummary(execution) }))
    const operation = 'ListJobExecutionsForThing'
    const { items, next } = paginate(input, inPresentOrder(own), { operation })
    return { executionSummaries: items, nextToken: next }
  },

  DescribeJobExecution({ jobId, thingName, executionNumber }, { fleet }) {
    const execution = findExecution(fleet, jobId, thingName)
    const { status, details, timesOutAt, version, isForced, job, thing, number } = execution
    if (executionNumber !== undefined && executionNumber !== number)
      throw notFound(`Job ${job.id} has no execution ${executionNumber} for ${thing.name}`)
    return {
      execution: {
        ...executionSummary(execution),
        jobId: job.id,
        status,
        forceCanceled: isForced || undefined,
        thingArn: fleet.arn('thing', thing.name),
        statusDetails: { detailsMap: { ...details } },
        versionNumber: version,
        ...(timesOutAt !== undefined && {
          approximateSecondsBeforeTimedOut: Math.max(0, Math.round((timesOutAt - fleet.clock.now()) / 1000)),
        }),
      },
    }
  },
}

/** A job in its present state. */
export function findJob(fleet: Fleet, id: string | undefined): Job {
  const given = text(id, 'jobId', rules.jobId)
  fleet.jobs.advance()
  const job = fleet.jobs.get(given)
  if (!job) throw notFound(`Job ${given} cannot be found.`)
  return job
}

export function findExecution(fleet: Fleet, jobId: string | undefined, thingName: string | undefined): JobExecution {
  const job = findJob(fleet, jobId)
  const given = text(thingName, 'thingName', rules.thingName)
  const execution = job.executions.get(given)
  if (!execution) throw notFound(`Job ${job.id} has no execution for ${given}`)
  return execution
}

const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms))

const summary = (fleet: Fleet, job: Job) => ({
  jobArn: fleet.arn('job', job.id),
  jobId: job.id,
  thingGroupId: groupIdOf(fleet, job),
  targetSelection: job.order.targetSelection,
  status: job.status,
  createdAt: date(job.order.createdAt),
  lastUpdatedAt: date(job.lastUpdatedAt),
  completedAt: date(job.completedAt),
  isConcurrent: job.isRollingOut,
})

/** AWS names the group of a job that has one alone. */
function groupIdOf(fleet: Fleet, { targets }: Job) {
  const [only, another] = targets
  return another === undefined ? fleet.groups.get(fleet.nameIn(only ?? '', 'thinggroup') ?? '')?.id : undefined
}

const executionSummary = ({ status, queuedAt, startedAt, lastUpdatedAt, number, attempt }: JobExecution) => ({
  status,
  queuedAt: date(queuedAt),
  startedAt: date(startedAt),
  lastUpdatedAt: date(lastUpdatedAt),
  executionNumber: number,
  retryAttempt: attempt,
})
