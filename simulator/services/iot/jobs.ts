import type { JobExecutionStatus } from '@aws-sdk/client-iot'
import type { Fleet } from '../../fleet/fleet.ts'
import type { Job, JobExecution } from '../../fleet/job.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { oneOf, rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { notFound } from '../refuse.ts'
import { findThing } from './find.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

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

/** Reading jobs. They are the scenario's: none is created, and none goes on. */
export const jobs: IotHandlers = {
  ListJobs(input, { fleet }) {
    const status = input.status && oneOf(input.status, 'status', jobStatuses)
    const { targetSelection, thingGroupName } = input
    const group = thingGroupName && fleet.arn('thinggroup', thingGroupName)
    const where = (job: Job) =>
      (!status || job.status === status) &&
      (!targetSelection || job.targetSelection === targetSelection) &&
      (!group || job.targets.includes(group))
    const { items, next } = paginate(input, inPresentOrder(newestFirst(fleet)), { operation: 'ListJobs', where })
    return { jobs: items.map((job) => summary(fleet, job)), nextToken: next }
  },

  DescribeJob({ jobId }, { fleet }) {
    const job = findJob(fleet, jobId)
    const { description, targets, executions } = job
    const count = (...wanted: JobExecutionStatus[]) =>
      [...executions.values()].filter(({ status }) => wanted.includes(status)).length
    const jobProcessDetails = {
      numberOfQueuedThings: count('QUEUED'),
      numberOfInProgressThings: count('IN_PROGRESS'),
      numberOfSucceededThings: count('SUCCEEDED'),
      numberOfFailedThings: count('FAILED'),
      numberOfRejectedThings: count('REJECTED'),
      numberOfCanceledThings: count('CANCELED'),
      numberOfRemovedThings: count('REMOVED'),
      numberOfTimedOutThings: count('TIMED_OUT'),
    }
    return { job: { ...summary(fleet, job), description, targets: [...targets], jobProcessDetails } }
  },

  ListJobExecutionsForThing(input, { fleet }) {
    const { name } = findThing(fleet, input.thingName)
    const status = input.status && oneOf(input.status, 'status', executionStatuses)
    const own = newestFirst(fleet).flatMap((job) => {
      const execution = job.executions.get(name)
      const isWanted = (!status || execution?.status === status) && (!input.jobId || input.jobId === job.id)
      return execution && isWanted ? [{ jobId: job.id, jobExecutionSummary: executionSummary(execution) }] : []
    })
    const operation = 'ListJobExecutionsForThing'
    const { items, next } = paginate(input, inPresentOrder(own), { operation })
    return { executionSummaries: items, nextToken: next }
  },

  DescribeJobExecution({ jobId, thingName }, { fleet }) {
    const job = findJob(fleet, jobId)
    const thing = findThing(fleet, thingName)
    const execution = job.executions.get(thing.name)
    if (!execution) throw notFound(`Job ${job.id} has no execution for ${thing.name}`)
    const { status, details } = execution
    return {
      execution: {
        ...executionSummary(execution),
        jobId: job.id,
        status,
        thingArn: fleet.arn('thing', thing.name),
        statusDetails: { detailsMap: { ...details } },
        versionNumber: 1,
      },
    }
  },
}

const newestFirst = ({ jobs }: Fleet) => [...jobs.values()].toSorted((a, b) => b.createdAt - a.createdAt)

function findJob(fleet: Fleet, id: string | undefined): Job {
  const given = text(id, 'jobId', rules.jobId)
  const job = fleet.jobs.get(given)
  if (!job) throw notFound(`Job ${given} cannot be found.`)
  return job
}

const summary = (fleet: Fleet, { id, targetSelection, status, createdAt, lastUpdatedAt, completedAt }: Job) => ({
  jobArn: fleet.arn('job', id),
  jobId: id,
  targetSelection,
  status,
  createdAt: epochDate(createdAt),
  lastUpdatedAt: epochDate(lastUpdatedAt),
  completedAt: completedAt === undefined ? undefined : epochDate(completedAt),
})

const executionSummary = ({ status, queuedAt, startedAt, lastUpdatedAt }: JobExecution) => ({
  status,
  queuedAt: epochDate(queuedAt),
  startedAt: startedAt === undefined ? undefined : epochDate(startedAt),
  lastUpdatedAt: epochDate(lastUpdatedAt),
  executionNumber: 1,
})
