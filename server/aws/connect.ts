import http from 'node:http'
import https from 'node:https'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { GreengrassV2Client } from '@aws-sdk/client-greengrassv2'
import { IAMClient } from '@aws-sdk/client-iam'
import { IoTClient } from '@aws-sdk/client-iot'
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import { SQSClient } from '@aws-sdk/client-sqs'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import type pg from 'pg'
import { z } from 'zod'
import { type Call, caller, emptyTally, type RetrySettings, type Tally } from './call.ts'
import { type Aws, collectorOperations } from './collecting.ts'
import { AwsFailure, isFailure } from './failure.ts'
import { dataEndpoint } from './iot-data.ts'
import { understandIsoDates } from './iso-dates.ts'
import { type PaceSettings, sharedPacer } from './pace.ts'
import { type PageSizes, parseAnswer } from './pages.ts'
import { type ResponderAws, responderOperations } from './responder.ts'

/** Where to look, and as whom: without a role, as whoever the default provider chain says we are. */
export type AwsTarget = { awsAccountId: string; region: string; roleArn: string | null; externalId: string | null }

export type AwsSettings = { pace: PaceSettings; retry: RetrySettings; pages: PageSizes }

/**
 * The clients of one account. `open` gives AWS to one pass, with its own tally and end. `verify` makes sure, once,
 * that the credentials belong to the account whose facts they will be written to; it throws an AwsFailure.
 */
export type AwsConnection = {
  verify(signal: AbortSignal): Promise<void>
  open(tally: Tally, signal: AbortSignal): Aws
  close(): void
}

// The SDK announces that its releases of 2027 leave Node 20; the pinned one supports it, and the README says what to use.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

const sockets = 64
// `requestTimeout` ends with the first line of an answer, `socketTimeout` with its last: an answer that stops half way
// would hold its pass for ever.
const network = { connectionTimeout: 5_000, requestTimeout: 30_000, socketTimeout: 30_000, throwOnRequestTimeout: true }

/**
 * Connects to one account and Region. Credentials come from the SDK's default chain, and a role is assumed on top of
 * it; AWS_ENDPOINT_URL and its per-service forms are the SDK's to honour. Nothing is called yet.
 */
export function connect(pool: pg.Pool, target: AwsTarget, settings: AwsSettings): AwsConnection {
  const client = new IoTClient({ ...clientOptions(target.region), ...assumedRole(target), cacheMiddleware: true })
  readLean(client)
  const pacer = sharedPacer(pool, target, settings.pace)
  const renewCredentials = async () => {
    await (client.config.credentials as RenewableCredentials)({ forceRefresh: true })
  }
  // The same provider object for all services: one assumed role, renewed for all.
  const options = () => ({ ...clientOptions(target.region), credentials: client.config.credentials })
  const logs = once(() => new CloudWatchLogsClient(options()))
  const iam = once(() => new IAMClient(options()))
  const greengrass = once(() => {
    const made = new GreengrassV2Client({ ...options(), cacheMiddleware: true })
    readLean(made)
    return made
  })
  const queue = once(() => new SQSClient({ ...options(), useQueueUrlAsEndpoint: !endpointGiven() }))
  let verified = false
  return {
    async verify(signal) {
      if (verified) return
      await verifyIdentity(target, settings.retry, signal)
      verified = true
    },
    open(tally, signal) {
      const calling = (service: string) =>
        caller({ service, pacer, retry: settings.retry, tally, signal, renewCredentials })
      const clients = { iot: client, logs: logs.get, queue: queue.get, iam: iam.get, greengrass: greengrass.get }
      return collectorOperations(clients, calling, { tally, signal, pages: settings.pages })
    },
    close() {
      client.destroy()
      logs.made()?.destroy()
      iam.made()?.destroy()
      queue.made()?.destroy()
      greengrass.made()?.destroy()
    },
  }
}

/** Understands dates as other servers send them, and copies no answer for a log that nobody keeps. */
function readLean(client: IoTClient | GreengrassV2Client): void {
  client.middlewareStack.remove('loggerMiddleware')
  understandIsoDates(client)
}

// A queue's address names AWS's own endpoint, which is not where a stand-in answers.
const endpointGiven = () => Boolean(process.env.AWS_ENDPOINT_URL_SQS || process.env.AWS_ENDPOINT_URL)

/** A client that is made when it is first needed. */
function once<Client>(make: () => Client): { get(): Client; made(): Client | undefined } {
  let client: Client | undefined
  return {
    get() {
      client ??= make()
      return client
    },
    made: () => client,
  }
}

/** The clients of one account in the responder's role; see AwsConnection. */
export type ResponderConnection = {
  verify(signal: AbortSignal): Promise<void>
  open(tally: Tally, signal: AbortSignal): ResponderAws
  close(): void
}

/**
 * Connects to one account as its responder. Always in a role of its own, because only that may write. Nothing is
 * called yet; the data endpoint is looked up before the first call that needs it.
 */
export function connectResponder(
  pool: pg.Pool,
  target: AwsTarget & { roleArn: string },
  settings: AwsSettings,
): ResponderConnection {
  const role = assumedRole(target, 'fleetwarden-responder')
  const iot = new IoTClient({ ...clientOptions(target.region), ...role })
  understandIsoDates(iot)
  const pacer = sharedPacer(pool, target, settings.pace)
  const renewCredentials = async () => {
    await (iot.config.credentials as RenewableCredentials)({ forceRefresh: true })
  }
  let verified = false
  let data: Promise<IoTDataPlaneClient> | undefined
  const greengrass = once(
    () => new GreengrassV2Client({ ...clientOptions(target.region), credentials: iot.config.credentials }),
  )
  const connectData = async (call: Call) => {
    const endpoint = await dataEndpoint(iot, call)
    // The same provider object: one assumed role for both, renewed for both.
    const { credentials } = iot.config
    return new IoTDataPlaneClient({ ...clientOptions(target.region), credentials, ...(endpoint && { endpoint }) })
  }
  return {
    async verify(signal) {
      if (verified) return
      await verifyIdentity(target, settings.retry, signal, role)
      verified = true
    },
    open(tally, signal) {
      const calling = (service: string) =>
        caller({ service, pacer, retry: settings.retry, tally, signal, renewCredentials })
      const call = calling('iot')
      const dataClient = () => {
        data ??= connectData(call).catch((error: unknown) => {
          data = undefined
          throw error
        })
        return data
      }
      const clients = { iot, data: dataClient, greengrass: greengrass.get }
      return responderOperations(clients, call, calling('greengrass'), tally, settings)
    },
    close() {
      iot.destroy()
      data?.then((client) => client.destroy()).catch(() => {})
      greengrass.made()?.destroy()
    },
  }
}

/** The account that credentials belong to: our own, or those of `target`'s role. Needs no permission. */
export async function callerIdentity(
  target: Pick<AwsTarget, 'region' | 'roleArn' | 'externalId'>,
  retry: RetrySettings,
  signal: AbortSignal,
  role = assumedRole(target),
): Promise<string> {
  const client = new STSClient({ ...clientOptions(target.region), ...role })
  const pacer = { turn: async () => {}, slowDown: async () => {} }
  const renewCredentials = async () => {
    await (client.config.credentials as RenewableCredentials)({ forceRefresh: true })
  }
  try {
    const call = caller({ service: 'sts', pacer, retry, tally: emptyTally(), signal, renewCredentials })
    const operation = 'GetCallerIdentity'
    const answer = await call(operation, (s) => client.send(new GetCallerIdentityCommand({}), { abortSignal: s }))
    return parseAnswer(z.object({ Account: z.string().regex(/^\d{12}$/) }), operation, answer).Account
  } finally {
    client.destroy()
  }
}

async function verifyIdentity(
  target: AwsTarget,
  retry: RetrySettings,
  signal: AbortSignal,
  role = assumedRole(target),
): Promise<void> {
  const operation = 'GetCallerIdentity'
  // An AWS-compatible server without STS is believed.
  const identity = await callerIdentity(target, retry, signal, role).catch((error: unknown) => {
    if (isFailure(error, 'unavailable', 'malformed')) return target.awsAccountId
    throw error
  })
  if (identity === target.awsAccountId) return
  const message = `The credentials belong to account ${identity}, not to ${target.awsAccountId}.`
  throw new AwsFailure('credentials', operation, message)
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

function assumedRole(
  { region, roleArn, externalId }: Pick<AwsTarget, 'region' | 'roleArn' | 'externalId'>,
  sessionName = 'fleetwarden',
) {
  if (!roleArn) return {}
  return {
    credentials: fromTemporaryCredentials({
      params: {
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        DurationSeconds: 3600,
        ...(externalId && { ExternalId: externalId }),
      },
      clientConfig: { region },
    }),
  }
}
