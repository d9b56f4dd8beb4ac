import { CancelJobCommand, CreateJobCommand, type CreateJobCommandInput, type IoTClient } from '@aws-sdk/client-iot'
import type { Call, Tally } from './call.ts'
import { AwsFailure, isFailure } from './failure.ts'
import type { Written } from './iot-response.ts'
import { jobOperations } from './jobs.ts'
import type { PageSizes } from './pages.ts'

// What a job's configuration is called both where it is read and where it is given.
const copied = [
  'jobExecutionsRolloutConfig',
  'abortConfig',
  'timeoutConfig',
  'jobExecutionsRetryConfig',
  'presignedUrlConfig',
  'destinationPackageVersions',
]

/** What IoT Jobs can be asked to do, and what that is decided by. */
export function jobAsking(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  const known = jobOperations(client, call, tally, pages)
  return {
    job: known.job,
    jobDocument: known.jobDocument,
    /** Pages of a job's devices in one state. */
    jobExecutions: known.executions,

    /**
     * Creates a job with the document and the configuration of another, for these things alone. One of that name that is
     * there already is left as it is. Throws an AwsFailure when the other is gone or its document is not the one meant.
     */
    async repeatJob(job: {
      id: string
      of: string
      things: string[]
      description: string
      isMeant(document: string): boolean
    }): Promise<Written> {
      const [other, document] = await Promise.all([known.job(job.of), known.jobDocument(job.of)])
      if (!other?.jobArn || document === null) throw new AwsFailure('gone', 'DescribeJob', `AWS has no job ${job.of}.`)
      if (!job.isMeant(document))
        throw new AwsFailure('invalid', 'GetJobDocument', 'The document is not the one that was planned with.')
      const own = other.jobArn.replace(/:job\/.*$/, '')
      const config = Object.fromEntries(copied.flatMap((key) => (key in other.raw ? [[key, other.raw[key]]] : [])))
      const input: CreateJobCommandInput = {
        ...config,
        jobId: job.id,
        targets: job.things.map((thing) => `${own}:thing/${thing}`),
        document,
        description: job.description,
        targetSelection: 'SNAPSHOT',
      }
      return unlessThere(
        call('CreateJob', (s) => client.send(new CreateJobCommand(input), { abortSignal: s })).then(written),
      )
    },

    /** Without `force` devices that began go on. Throws an AwsFailure, also of a job that is over. */
    cancelJob: (jobId: string, force: boolean, comment: string): Promise<Written> =>
      call('CancelJob', (s) =>
        client.send(new CancelJobCommand({ jobId, force, comment, reasonCode: 'FLEETWARDEN' }), { abortSignal: s }),
      ).then(written),
  }
}

const written = ({ $metadata }: { $metadata: { requestId?: string | undefined } }): Written => ({
  requestId: $metadata.requestId ?? null,
})

function unlessThere(answer: Promise<Written>): Promise<Written> {
  return answer.catch((error: unknown) => {
    if (!isFailure(error) || error.details.name !== 'ResourceAlreadyExistsException') throw error
    return { requestId: error.details.requestId ?? null }
  })
}
