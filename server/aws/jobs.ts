import {
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  GetJobDocumentCommand,
  type IoTClient,
  type JobExecutionStatus,
  ListJobExecutionsForJobCommand,
  ListJobsCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import { asTold } from './as-told.ts'
import type { Call, Tally } from './call.ts'
import {
  name,
  optionalAttributes,
  optionalCount,
  optionalDate,
  optionalFlag,
  optionalInt,
  optionalLabel,
  optionalNames,
  optionalText,
  reference,
  status,
} from './fields.ts'
import { orNull, type PageSizes, parseAnswer, parseItems, walk } from './pages.ts'

const listedJob = z.object({
  jobId: name,
  jobArn: optionalText,
  status,
  targetSelection: optionalLabel,
  createdAt: optionalDate,
  lastUpdatedAt: optionalDate,
  completedAt: optionalDate,
})

// What AWS does not count is none of them.
const count = z.number().int().min(0).max(2_147_483_647).catch(0)

const counts = z
  .object({
    numberOfQueuedThings: count,
    numberOfInProgressThings: count,
    numberOfSucceededThings: count,
    numberOfFailedThings: count,
    numberOfTimedOutThings: count,
    numberOfRejectedThings: count,
    numberOfRemovedThings: count,
    numberOfCanceledThings: count,
  })
  .transform((told) => ({
    queued: told.numberOfQueuedThings,
    inProgress: told.numberOfInProgressThings,
    succeeded: told.numberOfSucceededThings,
    failed: told.numberOfFailedThings,
    timedOut: told.numberOfTimedOutThings,
    rejected: told.numberOfRejectedThings,
    removed: told.numberOfRemovedThings,
    canceled: told.numberOfCanceledThings,
  }))

const describedJob = listedJob.extend({
  targets: optionalNamesOr([]),
  description: optionalText,
  jobProcessDetails: counts,
  destinationPackageVersions: optionalNamesOr([]),
})

const executionSummary = z.object({
  status: name,
  queuedAt: optionalDate,
  startedAt: optionalDate,
  lastUpdatedAt: optionalDate,
  executionNumber: optionalCount,
  retryAttempt: optionalInt,
})
const listedExecution = z.object({ thingArn: reference, jobExecutionSummary: executionSummary })

const describedExecution = executionSummary.extend({
  statusDetails: z.object({ detailsMap: optionalAttributes }).optional().catch(undefined),
  approximateSecondsBeforeTimedOut: optionalInt,
  forceCanceled: optionalFlag,
})

export type ListedJob = z.infer<typeof listedJob>
/** `raw` is the whole answer, as AWS words it. */
export type DescribedJob = z.infer<typeof describedJob> & { raw: Record<string, unknown> }
/** What a list says of one device of a job. */
type ListedExecution = {
  thing: string
  status: string
  queuedAt: Date | null
  startedAt: Date | null
  updatedAt: Date | null
  number: number | null
  attempt: number | null
}
export type DescribedExecution = z.infer<typeof describedExecution>

/** IoT Jobs: what is rolled out, how far it is, and what single devices say of it. */
export function jobOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    jobs: (token?: string) =>
      walk('ListJobs', token, async (nextToken) => {
        const input = { nextToken, maxResults: pages.list }
        const answer = await call('ListJobs', () => client.send(new ListJobsCommand(input)))
        return { items: parseItems(listedJob, answer.jobs, tally), next: answer.nextToken }
      }),

    /** With its counts; null when there is no such job. */
    async job(jobId: string): Promise<DescribedJob | null> {
      const answer = await orNull(call('DescribeJob', () => client.send(new DescribeJobCommand({ jobId }))))
      if (!answer) return null
      return { ...parseAnswer(describedJob, 'DescribeJob', answer.job), raw: asTold(answer.job ?? {}) }
    },

    /** What the devices are told to do, at most 32 KB; null when there is no such job. */
    async jobDocument(jobId: string): Promise<string | null> {
      const answer = await orNull(call('GetJobDocument', () => client.send(new GetJobDocumentCommand({ jobId }))))
      return answer && (parseAnswer(z.object({ document: optionalText }), 'GetJobDocument', answer).document ?? '')
    },

    /** The devices of a job: all of them, or those in one state. */
    executions: (jobId: string, state: JobExecutionStatus | undefined, token?: string) =>
      walk('ListJobExecutionsForJob', token, async (nextToken) => {
        const input = { jobId, status: state, nextToken, maxResults: pages.list }
        const answer = await call('ListJobExecutionsForJob', () =>
          client.send(new ListJobExecutionsForJobCommand(input)),
        )
        const items = parseItems(listedExecution, answer.executionSummaries, tally).map(
          ({ thingArn, jobExecutionSummary: told }): ListedExecution => ({
            thing: thingIn(thingArn),
            status: told.status,
            queuedAt: told.queuedAt ?? null,
            startedAt: told.startedAt ?? null,
            updatedAt: told.lastUpdatedAt ?? null,
            number: told.executionNumber ?? null,
            attempt: told.retryAttempt ?? null,
          }),
        )
        return { items, next: answer.nextToken }
      }),

    /** What one device says; null when there is no such execution any more. */
    async execution(jobId: string, thingName: string): Promise<DescribedExecution | null> {
      const answer = await orNull(
        call('DescribeJobExecution', () => client.send(new DescribeJobExecutionCommand({ jobId, thingName }))),
      )
      return answer && parseAnswer(describedExecution, 'DescribeJobExecution', answer.execution)
    },
  }
}

/** The name of a thing in its ARN: `…:thing/name`. */
const thingIn = (arn: string) => arn.slice(arn.lastIndexOf(':thing/') + (arn.includes(':thing/') ? 7 : 0))

function optionalNamesOr(fallback: string[]) {
  return optionalNames.transform((names) => names ?? fallback)
}
