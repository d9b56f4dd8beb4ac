import http from 'node:http'
import https from 'node:https'
import { IoTClient } from '@aws-sdk/client-iot'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import type pg from 'pg'
import { z } from 'zod'
import { caller, emptyTally, type RetrySettings, type Tally } from './call.ts'
import { certificateOperations } from './iot-certificates.ts'
import { policyOperations } from './iot-policies.ts'
import { thingOperations } from './iot-things.ts'
import { type PaceSettings, sharedPacer } from './pace.ts'
import { parseAnswer } from './pages.ts'

/** Where to look, and as whom: without a role, as whoever the default provider chain says we are. */
export type AwsTarget = { awsAccountId: string; region: string; roleArn: string | null; externalId: string | null }

export type AwsSettings = { pace: PaceSettings; retry: RetrySettings }

/** What a collector sees of AWS: one function per operation, paced, retried and parsed. */
export type Aws = { iot: IotOperations }

type IotOperations = ReturnType<typeof thingOperations> &
  ReturnType<typeof certificateOperations> &
  ReturnType<typeof policyOperations>

/** The clients of one account. `open` gives AWS to one pass, with its own tally and end. */
export type AwsConnection = { open(tally: Tally, signal: AbortSignal): Aws; close(): void }

const sockets = 64
const network = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true }

/**
 * Connects to one account and Region. Credentials come from the SDK's default chain, and a role is assumed on top of
 * it; AWS_ENDPOINT_URL and its per-service forms are the SDK's to honour. Nothing is called yet.
 */
export function connect(pool: pg.Pool, target: AwsTarget, settings: AwsSettings): AwsConnection {
  const client = new IoTClient({ ...clientOptions(target.region), ...assumedRole(target) })
  const pacer = sharedPacer(pool, target, settings.pace)
  const renewCredentials = async () => {
    await (client.config.credentials as RenewableCredentials)({ forceRefresh: true })
  }
  return {
    open(tally, signal) {
      const call = caller({ service: 'iot', pacer, retry: settings.retry, tally, signal, renewCredentials })
      return {
        iot: {
          ...thingOperations(client, call, tally),
          ...certificateOperations(client, call, tally),
          ...policyOperations(client, call, tally),
        },
      }
    },
    close: () => client.destroy(),
  }
}

/** The account our own credentials belong to. Needs no permission. Throws an AwsFailure. */
export async function callerIdentity(region: string, retry: RetrySettings, signal: AbortSignal): Promise<string> {
  const client = new STSClient(clientOptions(region))
  const unpaced = { turn: async () => {}, slowDown: async () => {} }
  const renewCredentials = async () => {
    await (client.config.credentials as RenewableCredentials)({ forceRefresh: true })
  }
  try {
    const call = caller({ service: 'sts', pacer: unpaced, retry, tally: emptyTally(), signal, renewCredentials })
    const operation = 'GetCallerIdentity'
    const answer = await call(operation, (s) => client.send(new GetCallerIdentityCommand({}), { abortSignal: s }))
    return parseAnswer(z.object({ Account: z.string().regex(/^\d{12}$/) }), operation, answer).Account
  } finally {
    client.destroy()
  }
}

// The SDK memoises every provider and takes this option, but does not say so in its client's type.
type RenewableCredentials = (options: { forceRefresh: boolean }) => Promise<unknown>

// One attempt: pacing and retries are ours (call.ts), because the SDK's know one bucket for all operations.
function clientOptions(region: string) {
  const agent = { keepAlive: true, maxSockets: sockets }
  return {
    region,
    maxAttempts: 1,
    requestHandler: { ...network, httpAgent: new http.Agent(agent), httpsAgent: new https.Agent(agent) },
  }
}

function assumedRole({ region, roleArn, externalId }: AwsTarget) {
  if (!roleArn) return {}
  return {
    credentials: fromTemporaryCredentials({
      params: {
        RoleArn: roleArn,
        RoleSessionName: 'fleetwarden',
        DurationSeconds: 3600,
        ...(externalId && { ExternalId: externalId }),
      },
      clientConfig: { region },
    }),
  }
}
