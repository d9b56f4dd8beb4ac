import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { GreengrassV2Client } from '@aws-sdk/client-greengrassv2'
import { IAMClient } from '@aws-sdk/client-iam'
import { IoTClient } from '@aws-sdk/client-iot'
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import { SQSClient } from '@aws-sdk/client-sqs'
import { STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Simulator, startSimulator } from '#simulator/server.ts'

type Options = NonNullable<Parameters<typeof startSimulator>[0]>

export const seededDate = new Date('2026-03-01T00:00:00Z')

const usually: Options = { scenario: 'empty', quotaScale: 0, policyCacheMs: 0, feedDelayMs: 0, bornAt: seededDate }

/** One simulator for a test file, without quotas and empty unless asked otherwise, and real clients to talk to it. */
export function simulate(options: Options = {}) {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator({ ...usually, ...options })
  })
  afterAll(() => simulator.close())
  const config = (region = 'eu-west-1', credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }) => ({
    endpoint: simulator.url,
    region,
    credentials,
    maxAttempts: 1,
  })
  return {
    get url() {
      return simulator.url
    },
    get broker() {
      return simulator.broker
    },
    get world() {
      return simulator.world
    },
    iot: (...place: Parameters<typeof config>) => new IoTClient(config(...place)),
    iotData: () => new IoTDataPlaneClient(config()),
    greengrass: (...place: Parameters<typeof config>) => new GreengrassV2Client(config(...place)),
    iam: (...place: Parameters<typeof config>) => new IAMClient(config(...place)),
    sts: () => new STSClient(config()),
    logs: (...place: Parameters<typeof config>) => new CloudWatchLogsClient(config(...place)),
    sqs: (...place: Parameters<typeof config>) => new SQSClient(config(...place)),
    /** A request on the control side. */
    async control(method: string, path: string, body?: object) {
      const request = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      const response = await fetch(simulator.url + path, { method, ...request })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    },
  }
}

/** Expects a call to fail with AWS's error of that name and status. */
export async function expectRefusal(call: Promise<unknown>, name: string, httpStatusCode: number) {
  await expect(call).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
}
