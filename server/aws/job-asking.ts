import { CancelJobCommand, CreateJobCommand, type CreateJobCommandInput, type IoTClient } from '@aws-sdk/client-iot'
import type { Call } from './call.ts'
import { isFailure } from './failure.ts'
import type { Written } from './iot-response.ts'

/** What IoT Jobs can be asked to do. */
export function jobAsking(client: IoTClient, call: Call) {
  return {
    /** Creates a job that runs once over these targets. One of that name that is there already is left as it is. */
    async createJob(job: {
      id: string
      targets: string[]
      document: string
      description: string
      /** Rollout, timeouts and the like, as AWS told them of another job. */
      config: Record<string, unknown>
    }): Promise<Written> {
      const input: CreateJobCommandInput = {
        ...job.config,
        jobId: job.id,
        targets: job.targets,
        document: job.document,
        description: job.description,
        targetSelection: 'SNAPSHOT',
      }
      return unless(
        ['ResourceAlreadyExistsException'],
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

function unless(names: readonly string[], answer: Promise<Written>): Promise<Written> {
  return answer.catch((error: unknown) => {
    if (!isFailure(error) || !names.includes(error.details.name ?? '')) throw error
    return { requestId: error.details.requestId ?? null }
  })
}
