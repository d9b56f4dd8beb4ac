import {
  CancelAuditTaskCommand,
  CreateAuditSuppressionCommand,
  CreateScheduledAuditCommand,
  type CreateScheduledAuditCommandInput,
  DeleteAuditSuppressionCommand,
  DeleteScheduledAuditCommand,
  DescribeAccountAuditConfigurationCommand,
  DescribeAuditSuppressionCommand,
  DescribeAuditTaskCommand,
  DescribeScheduledAuditCommand,
  ListAuditFindingsCommand,
  ListAuditSuppressionsCommand,
  ListAuditTasksCommand,
  StartOnDemandAuditTaskCommand,
  UpdateAccountAuditConfigurationCommand,
  UpdateAuditSuppressionCommand,
  UpdateScheduledAuditCommand,
} from '@aws-sdk/client-iot'
import { beforeAll, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate()
const logging = 'LOGGING_DISABLED_CHECK'
const expiring = 'DEVICE_CERTIFICATE_EXPIRING_CHECK'
const day = 86_400_000
const iot = () => aws.iot()
const now = () => aws.world.clock.now()
const moveTo = (at: Date) => aws.control('PUT', '/_simulator/clock', { now: at.toISOString() })
const configure = (
  auditCheckConfigurations: Record<string, { enabled: boolean; configuration?: Record<string, string> }>,
) =>
  iot().send(
    new UpdateAccountAuditConfigurationCommand({
      roleArn: 'arn:aws:iam::123456789012:role/Audit',
      auditCheckConfigurations,
    }),
  )
const tasks = async () => {
  const [startTime, endTime] = [new Date(now() - 80 * day), new Date(now() + day)]
  return (await iot().send(new ListAuditTasksCommand({ startTime, endTime }))).tasks ?? []
}
const schedule = (input: Partial<CreateScheduledAuditCommandInput>) =>
  iot().send(
    new CreateScheduledAuditCommand({
      scheduledAuditName: 'a',
      frequency: 'DAILY',
      targetCheckNames: [logging],
      ...input,
    }),
  )

beforeAll(async () => {
  await moveTo(new Date('2027-01-06T12:00:00Z'))
  await configure({ [logging]: { enabled: true } })
})

test('a check takes settings of its own, within bounds', async () => {
  await configure({ [expiring]: { enabled: true, configuration: { CERT_EXPIRATION_THRESHOLD_IN_DAYS: '90' } } })
  const { auditCheckConfigurations } = await iot().send(new DescribeAccountAuditConfigurationCommand({}))
  expect(auditCheckConfigurations?.[expiring]).toEqual({
    enabled: true,
    configuration: { CERT_EXPIRATION_THRESHOLD_IN_DAYS: '90' },
  })
  for (const days of ['7', '4000', 'soon']) {
    const wrong = configure({
      [expiring]: { enabled: true, configuration: { CERT_EXPIRATION_THRESHOLD_IN_DAYS: days } },
    })
    await expectRefusal(wrong, 'InvalidRequestException', 400)
  }
  await expectRefusal(configure({ NO_SUCH_CHECK: { enabled: true } }), 'InvalidRequestException', 400)
})

test.each<[string, Partial<CreateScheduledAuditCommandInput>]>([
  ['a week without a day', { frequency: 'WEEKLY' }],
  ['a month without a day', { frequency: 'MONTHLY', dayOfMonth: '32' }],
  ['a check that is not enabled', { targetCheckNames: ['CA_CERTIFICATE_EXPIRING_CHECK'] }],
])('%s cannot be scheduled', async (_, input) => {
  await expectRefusal(schedule(input), 'InvalidRequestException', 400)
})

test('scheduled audits run when their day has come', async () => {
  await schedule({ scheduledAuditName: 'mondays', frequency: 'WEEKLY', dayOfWeek: 'MON' })
  await schedule({ scheduledAuditName: 'month-ends', frequency: 'MONTHLY', dayOfMonth: 'LAST' })
  await expectRefusal(schedule({ scheduledAuditName: 'mondays' }), 'ResourceAlreadyExistsException', 409)
  await moveTo(new Date('2027-01-10T12:00:00Z'))
  expect(await tasks()).toHaveLength(0)
  await moveTo(new Date('2027-01-11T00:00:10Z'))
  expect(await tasks()).toHaveLength(1)
  await moveTo(new Date('2027-01-31T12:00:00Z'))
  const [latest] = await tasks()
  expect(await tasks()).toHaveLength(3)
  const detail = await iot().send(new DescribeAuditTaskCommand({ taskId: latest?.taskId }))
  expect(detail).toMatchObject({ taskType: 'SCHEDULED_AUDIT_TASK' })
  await iot().send(new UpdateScheduledAuditCommand({ scheduledAuditName: 'mondays', frequency: 'DAILY' }))
  const changed = await iot().send(new DescribeScheduledAuditCommand({ scheduledAuditName: 'mondays' }))
  expect(changed).toMatchObject({ frequency: 'DAILY', targetCheckNames: [logging] })
  expect(changed.dayOfWeek).toBeUndefined()
  await expectRefusal(configure({ [logging]: { enabled: false } }), 'InvalidRequestException', 400)
  for (const scheduledAuditName of ['mondays', 'month-ends']) {
    await iot().send(new DeleteScheduledAuditCommand({ scheduledAuditName }))
  }
})

test('what is suppressed shows as such in the next audit, until the suppression ends', async () => {
  const resourceIdentifier = { account: '123456789012' }
  const about = { checkName: logging, resourceIdentifier }
  const audit = async () => {
    const { taskId } = await iot().send(new StartOnDemandAuditTaskCommand({ targetCheckNames: [logging] }))
    await moveTo(new Date(now() + 10_000))
    return (await iot().send(new DescribeAuditTaskCommand({ taskId }))).auditDetails?.[logging]
  }
  const create = (input: object) =>
    iot().send(new CreateAuditSuppressionCommand({ ...about, clientRequestToken: 'once', ...input }))
  await expectRefusal(create({}), 'InvalidRequestException', 400)
  await expectRefusal(create({ expirationDate: new Date(now() - day) }), 'InvalidRequestException', 400)
  await create({ expirationDate: new Date(now() + day), description: 'A test account' })
  await create({ expirationDate: new Date(now() + day) })
  const again = create({ suppressIndefinitely: true, clientRequestToken: 'twice' })
  await expectRefusal(again, 'ResourceAlreadyExistsException', 409)
  const { suppressions } = await iot().send(new ListAuditSuppressionsCommand({ checkName: logging }))
  expect(suppressions).toMatchObject([{ ...about, description: 'A test account' }])
  expect(await audit()).toMatchObject({ nonCompliantResourcesCount: 1, suppressedNonCompliantResourcesCount: 1 })
  await moveTo(new Date(now() + 2 * day))
  expect(await audit()).toMatchObject({ suppressedNonCompliantResourcesCount: 0 })
  await iot().send(new UpdateAuditSuppressionCommand({ ...about, suppressIndefinitely: true }))
  expect(await iot().send(new DescribeAuditSuppressionCommand(about))).toMatchObject({ suppressIndefinitely: true })
  await iot().send(new DeleteAuditSuppressionCommand(about))
  await expectRefusal(iot().send(new DescribeAuditSuppressionCommand(about)), 'ResourceNotFoundException', 404)
})

test('a check of tomorrow is told as it is', async () => {
  const { body } = await aws.control('POST', '/_simulator/audits', { future: ['TOMORROW_CHECK'] })
  const { auditCheckConfigurations } = await iot().send(new DescribeAccountAuditConfigurationCommand({}))
  expect(auditCheckConfigurations?.TOMORROW_CHECK).toEqual({ enabled: true })
  const asked = { taskId: String(body.taskId), checkName: 'TOMORROW_CHECK' }
  const { findings } = await iot().send(new ListAuditFindingsCommand(asked))
  expect(findings).toMatchObject([{ severity: 'HIGH', reasonForNonComplianceCode: 'SOMETHING_NEW' }])
})

test('an audit can be stopped, one that fails says why, and all are gone after 90 days', async () => {
  const start = () => iot().send(new StartOnDemandAuditTaskCommand({ targetCheckNames: [logging] }))
  const { taskId } = await start()
  await iot().send(new CancelAuditTaskCommand({ taskId }))
  const canceled = await iot().send(new DescribeAuditTaskCommand({ taskId }))
  expect(canceled).toMatchObject({ taskStatus: 'CANCELED', taskStatistics: { canceledChecks: 1 } })
  const failing = { failing: { [logging]: 'INSUFFICIENT_PERMISSIONS' } }
  const { body } = await aws.control('POST', '/_simulator/audits', failing)
  const failed = await iot().send(new DescribeAuditTaskCommand({ taskId: String(body.taskId) }))
  expect(failed.auditDetails?.[logging]).toMatchObject({
    checkRunStatus: 'FAILED',
    errorCode: 'INSUFFICIENT_PERMISSIONS',
  })
  expect(failed.taskStatistics).toMatchObject({ failedChecks: 1, totalChecks: 18 })
  await moveTo(new Date(now() + 91 * day))
  expect(await tasks()).toEqual([])
  await expectRefusal(iot().send(new DescribeAuditTaskCommand({ taskId })), 'ResourceNotFoundException', 404)
})
