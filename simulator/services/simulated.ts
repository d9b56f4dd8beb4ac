import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as greengrass from '@aws-sdk/client-greengrassv2'
import * as iam from '@aws-sdk/client-iam'
import * as iot from '@aws-sdk/client-iot'
import * as iotData from '@aws-sdk/client-iot-data-plane'
import * as sqs from '@aws-sdk/client-sqs'
import * as sts from '@aws-sdk/client-sts'
import { describeService, type Service } from '../wire/service.ts'
import type { Call } from './call.ts'
import { greengrassOperations } from './greengrass/operations.ts'
import { iamOperations } from './iam.ts'
import { iotOperations } from './iot/operations.ts'
import { iotDataOperations } from './iot-data/operations.ts'
import { iotJobsDataOperations } from './iot-jobs-data/operations.ts'
import { iotJobsDataSchema } from './iot-jobs-data/schema.ts'
import { logsOperations } from './logs/operations.ts'
import { sqsOperations } from './sqs/operations.ts'
import { stsOperations } from './sts.ts'

/** The AWS services that are answered, each with the signing names its clients have used. */
export const services: readonly Service[] = [
  describeService('iot', iot, { protocol: 'rest-json', signingNames: ['iot', 'execute-api'] }),
  describeService('greengrass', greengrass, { protocol: 'rest-json', signingNames: ['greengrass'] }),
  describeService('iot-data', iotData, { protocol: 'rest-json', signingNames: ['iotdata', 'iotdevicegateway'] }),
  describeService('iot-jobs-data', iotJobsDataSchema, { protocol: 'rest-json', signingNames: ['iot-jobs-data'] }),
  describeService('logs', logs, {
    protocol: 'json',
    signingNames: ['logs'],
    json: { target: 'Logs_20140328', version: '1.1' },
  }),
  describeService('sqs', sqs, {
    protocol: 'json',
    signingNames: ['sqs'],
    json: { target: 'AmazonSQS', version: '1.0' },
  }),
  describeService('iam', iam, { protocol: 'query', signingNames: ['iam'] }),
  describeService('sts', sts, { protocol: 'query', signingNames: ['sts'] }),
]

/** An operation with its SDK types erased. Safe because the wire layer has read the input by the same schema. */
export type Operation = (input: Record<string, unknown>, call: Call) => object | Promise<object>

export function operationOf(service: string, name: string): Operation | undefined {
  return (operations[service] as Record<string, Operation> | undefined)?.[name]
}

const operations: Record<string, object> = {
  greengrass: greengrassOperations,
  iam: iamOperations,
  iot: iotOperations,
  'iot-data': iotDataOperations,
  'iot-jobs-data': iotJobsDataOperations,
  logs: logsOperations,
  sqs: sqsOperations,
  sts: stsOperations,
}
