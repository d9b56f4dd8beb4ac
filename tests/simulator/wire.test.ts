import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import * as greengrass from '@aws-sdk/client-greengrassv2'
import { GreengrassV2Client } from '@aws-sdk/client-greengrassv2'
import * as iam from '@aws-sdk/client-iam'
import { IAMClient } from '@aws-sdk/client-iam'
import * as iot from '@aws-sdk/client-iot'
import { IoTClient } from '@aws-sdk/client-iot'
import * as iotData from '@aws-sdk/client-iot-data-plane'
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import * as sqs from '@aws-sdk/client-sqs'
import { SQSClient } from '@aws-sdk/client-sqs'
import * as sts from '@aws-sdk/client-sts'
import { STSClient } from '@aws-sdk/client-sts'
import type { NormalizedSchema } from '@smithy/core/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { services } from '#simulator/services/simulated.ts'
import { AwsError } from '#simulator/wire/aws-error.ts'
import { awsEndpoint, type WireCall } from '#simulator/wire/endpoint.ts'
import type { Service } from '#simulator/wire/service.ts'
import { SampleValues } from './sample-values.ts'

/** Every operation of the SDK packages, with made-up input and output, through the real client and back. */
let server: Server
let received: WireCall | undefined
let reply: (call: WireCall) => object = () => ({})

const clientOptions = () => ({
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIASIMULATED', secretAccessKey: 'secret' },
  maxAttempts: 1,
})

beforeAll(async () => {
  const endpoint = awsEndpoint(services, (call) => {
    received = call
    return reply(call)
  })
  server = createServer(endpoint)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  server.close()
  server.closeAllConnections()
})

const packages = [
  { id: 'iot', sdk: iot, client: () => new IoTClient(clientOptions()) },
  { id: 'greengrass', sdk: greengrass, client: () => new GreengrassV2Client(clientOptions()) },
  { id: 'iot-data', sdk: iotData, client: () => new IoTDataPlaneClient(clientOptions()) },
  { id: 'logs', sdk: logs, client: () => new CloudWatchLogsClient(clientOptions()) },
  // Made-up digests and addresses are not what they stand for.
  {
    id: 'sqs',
    sdk: sqs,
    client: () => new SQSClient({ ...clientOptions(), md5: false, useQueueUrlAsEndpoint: false }),
  },
  { id: 'iam', sdk: iam, client: () => new IAMClient(clientOptions()) },
  { id: 'sts', sdk: sts, client: () => new STSClient(clientOptions()) },
]

describe.each(packages)('$id', ({ id, sdk, client }) => {
  const service = services.find((candidate) => candidate.id === id) as Service
  const operations = [...service.operations.values()]
    .filter(({ output }) => !isStream(output))
    .map(({ name }) => [name])
  const send = client as () => Sender

  test.each(operations)('%s keeps every member on the way there and back', async (name) => {
    const { input, output } = service.operations.get(name) as NonNullable<ReturnType<Service['operations']['get']>>
    const sample = new SampleValues()
    const sent = sample.struct(input)
    const answered = sample.struct(output)
    reply = () => answered
    const result = await send().send(commandOf(sdk, name, structuredClone(sent)))
    expect(received?.operation.name).toBe(name)
    expect(plain(received?.input)).toEqual(plain(sent))
    expect(plain(result)).toEqual(plain(answered))
  })

  const errors = [...service.errors.keys()].filter((name) => name in sdk && !name.endsWith('ServiceException'))

  test.each(errors.map((name) => [name] as const))('%s arrives as itself with its status', async (name) => {
    const schema = service.errors.get(name) as NormalizedSchema
    const [operation] = [...service.operations.values()].filter((candidate) => /^(List|Get)/.test(candidate.name))
    if (!operation) throw new Error('No operation to fail')
    reply = () => {
      throw new AwsError(name, 'what happened')
    }
    const call = send().send(commandOf(sdk, operation.name, new SampleValues().struct(operation.input)))
    await expect(call).rejects.toMatchObject({
      name,
      message: 'what happened',
      $metadata: { httpStatusCode: schema.getMergedTraits().httpError ?? 400 },
    })
  })
})

// Two operations of the logs answer with a stream of events, which nobody here asks for.
function isStream(schema: NormalizedSchema): boolean {
  return schema.isStructSchema() && [...schema.structIterator()].some(([, member]) => member.isStreaming())
}

interface Sender {
  send(command: unknown): Promise<object>
}

/** Commands are looked up by name here, which no static type can follow. */
function commandOf(sdk: object, name: string, input: object): unknown {
  const Command = (sdk as Record<string, unknown>)[`${name}Command`] as new (input: object) => unknown
  return new Command(input)
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value]
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const kept = Object.entries(value).filter(([key, item]) => item !== undefined && key !== '$metadata')
  return Object.fromEntries(kept.map(([key, item]) => [key, plain(item)]))
}
