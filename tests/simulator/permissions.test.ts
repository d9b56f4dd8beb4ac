import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  AttachPolicyCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  DeleteThingCommand,
  IoTClient,
  ListThingsCommand,
  SearchIndexCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  IoTDataPlaneClient,
  PublishCommand,
} from '@aws-sdk/client-iot-data-plane'
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'generated-3' })

/** Clients that act in a session of a role of the home account. */
async function as(role: string) {
  const RoleArn = `arn:aws:iam::123456789012:role/${role}`
  const { Credentials } = await aws.sts().send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'a-session' }))
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  const options = { endpoint: aws.url, region: 'eu-west-1', maxAttempts: 1, credentials }
  return {
    iot: new IoTClient(options),
    data: new IoTDataPlaneClient(options),
    sts: new STSClient(options),
    logs: new CloudWatchLogsClient(options),
    sqs: new SQSClient(options),
  }
}

const certificateId = 'a'.repeat(64)
const deactivate = () => new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' })
const publish = () => new PublishCommand({ topic: 'a', payload: Buffer.from('b') })

test('the role of a session is in its name', async () => {
  const { sts } = await as('path/FleetwardenReader')
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}))
  expect(Arn).toBe('arn:aws:sts::123456789012:assumed-role/FleetwardenReader/a-session')
})

test.each(['FleetwardenReader', 'fleetwarden-reader'])('%s may only read, and is told so by name', async (role) => {
  const { iot, data } = await as(role)
  await iot.send(new ListThingsCommand({}))
  await iot.send(new SearchIndexCommand({ queryString: '*' }))
  await data.send(new GetConnectionCommand({ clientId: 'dev-0000001' }))
  await expectRefusal(iot.send(deactivate()), 'AccessDeniedException', 403)
  await expect(iot.send(deactivate())).rejects.toThrow(
    `User: arn:aws:sts::123456789012:assumed-role/${role}/a-session is not authorized to perform: ` +
      `iot:UpdateCertificate on resource: arn:aws:iot:eu-west-1:123456789012:cert/${certificateId} ` +
      'because no identity-based policy allows the iot:UpdateCertificate action',
  )
  await expectRefusal(data.send(publish()), 'ForbiddenException', 403)
  await expectRefusal(data.send(new DeleteConnectionCommand({ clientId: 'dev-0000001' })), 'ForbiddenException', 403)
})

test('a reader may follow logs and empty its queue, unless that is denied', async () => {
  const { logs, sqs } = await as('FleetwardenReader')
  const follow = () => logs.send(new FilterLogEventsCommand({ logGroupName: 'AWSIotLogsV2' }))
  const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/fleetwarden-presence'
  await expectRefusal(follow(), 'ResourceNotFoundException', 400)
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
  const ReceiptHandle = Buffer.from(`${crypto.randomUUID()}/1`).toString('base64')
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
  await aws.control('PUT', '/_simulator/faults', { denied: ['FilterLogEvents', 'ReceiveMessage'] })
  await expect(follow()).rejects.toThrow(/perform: logs:FilterLogEvents on resource: arn:aws:logs:.*:AWSIotLogsV2/)
  await expectRefusal(sqs.send(new ReceiveMessageCommand({ QueueUrl })), 'AccessDeniedException', 403)
  await aws.control('PUT', '/_simulator/faults', {})
})

test('a responder may contain devices besides, and nothing more', async () => {
  const { iot, data } = await as('FleetwardenResponder')
  await iot.send(new ListThingsCommand({}))
  await iot.send(new CreateThingGroupCommand({ thingGroupName: 'quarantine' }))
  await data.send(publish())
  await expectRefusal(iot.send(deactivate()), 'ResourceNotFoundException', 404)
  const target = 'arn:aws:iot:eu-west-1:123456789012:thinggroup/quarantine'
  await expectRefusal(
    iot.send(new AttachPolicyCommand({ policyName: 'none', target })),
    'ResourceNotFoundException',
    404,
  )
  await expectRefusal(iot.send(new DeleteThingCommand({ thingName: 'dev-0000001' })), 'AccessDeniedException', 403)
})

test('other roles may do everything', async () => {
  const { iot } = await as('Administrator')
  await iot.send(new CreateThingCommand({ thingName: 'made-by-hand' }))
  await iot.send(new DeleteThingCommand({ thingName: 'made-by-hand' }))
})

test('the journal has what was changed or was to be, by whom, and how it ended', async () => {
  await aws.control('POST', '/_simulator/reset')
  const calls = async (query = '') => (await aws.control('GET', `/_simulator/calls${query}`)).body.calls
  const [reader, responder] = [await as('FleetwardenReader'), await as('FleetwardenResponder')]
  await reader.iot.send(new ListThingsCommand({}))
  const refused = await reader.iot.send(deactivate()).catch((error) => error)
  const { $metadata } = await responder.data.send(publish())
  await aws.iot().send(new CreateThingCommand({ thingName: 'by-key' }))
  const place = { account: '123456789012', region: 'eu-west-1', at: expect.any(Number) }
  expect(await calls()).toEqual([
    {
      ...place,
      sequence: 1,
      caller: 'FleetwardenReader/a-session',
      operation: 'UpdateCertificate',
      input: { certificateId, newStatus: 'INACTIVE' },
      outcome: 'AccessDeniedException',
      applied: false,
      requestId: refused.$metadata.requestId,
    },
    {
      ...place,
      sequence: 2,
      caller: 'FleetwardenResponder/a-session',
      operation: 'Publish',
      input: { topic: 'a', payload: 'Yg==' },
      outcome: 'ok',
      applied: true,
      requestId: $metadata.requestId,
    },
    expect.objectContaining({ sequence: 3, caller: 'AKIATEST', operation: 'CreateThing' }),
  ])
  expect(await calls('?after=1&limit=1')).toMatchObject([{ sequence: 2 }])
  await aws.control('POST', '/_simulator/reset')
  expect(await calls()).toEqual([])
})
