import { createHash } from 'node:crypto'
import type { Written } from '#server/aws/iot-response.ts'
import type { DescribedJob } from '#server/aws/jobs.ts'
import type { ResponderAws } from '#server/aws/responder.ts'
import { list, plural } from '../actions/parts/words.ts'
import { callFailure } from '../failure.ts'
import { step } from '../step.ts'

/** Names a job's document. */
export const documentHash = (document: string): string => createHash('sha256').update(document).digest('hex')

// What AWS says of a job, with the counts that prove it: "CANCELED: 0 queued, 0 in progress, 12 canceled".
async function readJob(aws: ResponderAws, id: string): Promise<string | null> {
  const job = await aws.job(id)
  return job && inWords(job)
}

function inWords({ status, jobProcessDetails: counts }: DescribedJob): string {
  const { queued, inProgress, ...ended } = counts
  const words: Record<keyof typeof ended, string> = {
    succeeded: 'succeeded',
    failed: 'failed',
    timedOut: 'timed out',
    rejected: 'rejected',
    removed: 'removed',
    canceled: 'canceled',
  }
  const others = Object.entries(words).flatMap(([key, word]) => {
    const n = ended[key as keyof typeof ended]
    return n > 0 ? [`${n} ${word}`] : []
  })
  return `${status}: ${[`${queued} queued`, `${inProgress} in progress`, ...others].join(', ')}`
}

const canceled = (current: string | null) => /^(CANCELED|DELETION_IN_PROGRESS):/.test(current ?? '')
const count = (current: string | null, word: string) =>
  Number(new RegExp(`(\\d+) ${word}`).exec(current ?? '')?.[1] ?? 0)

/** AWS refuses to cancel what is cancelled already: after a crash that is what was wanted. */
async function orOver(answer: Promise<Written>, isOver: () => Promise<boolean>): Promise<Written> {
  try {
    return await answer
  } catch (error) {
    const failure = callFailure(error, 'invalid')
    if (!failure || !(await isOver())) throw error
    return { requestId: failure.details.requestId ?? null }
  }
}

/** Cancelled is a job of which the counts say so: AWS goes through its devices some time after it was asked. */
export const cancelJob = step('cancel-job', {
  operation: 'CancelJob',
  needs: { reads: ['iot:DescribeJob'], applies: ['iot:CancelJob'] },
  describe: ({ job, force }) => ({
    kind: 'cancel-job',
    operation: 'CancelJob',
    subject: job,
    from: null,
    to: 'CANCELED',
    sentence: force
      ? `Cancel the job ${job}, and stop the devices that began`
      : `Cancel the job ${job}; devices that began go on`,
  }),
  read: (aws, { job }) => readJob(aws, job),
  isDone: (current, { force }) =>
    canceled(current) && count(current, 'queued') === 0 && (!force || count(current, 'in progress') === 0),
  standing: (current) => (canceled(current) ? 'under-way' : current?.startsWith('COMPLETED') ? 'given-up' : undefined),
  apply: (aws, { job, force }) =>
    orOver(aws.cancelJob(job, force, 'Cancelled in Fleetwarden'), async () => canceled(await readJob(aws, job))),
  inverse: () => null,
})

/** The same document again, configured alike, on some things of a job. */
export const createJob = step('create-job', {
  operation: 'CreateJob',
  needs: {
    reads: ['iot:DescribeJob', 'iot:GetJobDocument', 'iot:ListJobExecutionsForJob'],
    applies: ['iot:CreateJob'],
  },
  describe: ({ job, retries, things }) => ({
    kind: 'create-job',
    operation: 'CreateJob',
    subject: job,
    from: null,
    to: things.join(', '),
    sentence: `Create the job ${job} with the document of ${retries} for ${plural(things.length, 'thing')}: ${list(things, 10)}`,
  }),
  read: (aws, { job }) => readJob(aws, job),
  // AWS makes the executions of a job some time after the job.
  isDone: (current) => current !== null && /[1-9]\d* /.test(current),
  standing: (current) => (current === null ? undefined : 'under-way'),
  apply: (aws, { job, retries, document, things }) =>
    aws.repeatJob({
      ...{ id: job, of: retries, things, isMeant: (now) => documentHash(now) === document },
      description: `Retry of ${retries} where it failed: ${plural(things.length, 'thing')}`,
    }),
  inverse: ({ job }) => ({ kind: 'cancel-job', job, force: false }),
})

const over = ['CANCELED', 'INACTIVE']
const readDeployment = async (aws: ResponderAws, id: string) => (await aws.coreDeployment(id))?.deploymentStatus ?? null

export const cancelDeployment = step('cancel-deployment', {
  operation: 'CancelDeployment',
  needs: {
    // Greengrass may cancel the job and the shadow that carry a deployment as whoever asks: older editions of the Service
    // Authorization Reference list these as dependent actions, the newest does not; not confirmed.
    reads: ['greengrass:GetDeployment', 'iot:DescribeJob', 'iot:GetThingShadow'],
    applies: [
      ...['greengrass:CancelDeployment', 'iot:CancelJob', 'iot:UpdateJob'],
      ...['iot:UpdateThingShadow', 'iot:DeleteThingShadow'],
    ],
  },
  describe: ({ deployment }) => ({
    kind: 'cancel-deployment',
    operation: 'CancelDeployment',
    subject: deployment,
    from: null,
    to: 'CANCELED',
    sentence: `Cancel the Greengrass deployment ${deployment} for cores that have not received it`,
  }),
  read: (aws, { deployment }) => readDeployment(aws, deployment),
  isDone: (current) => over.includes(current ?? ''),
  apply: (aws, { deployment }) =>
    orOver(aws.cancelDeployment(deployment), async () => over.includes((await readDeployment(aws, deployment)) ?? '')),
  inverse: () => null,
})
