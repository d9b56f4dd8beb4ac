import {
  type AuditFinding,
  DescribeAccountAuditConfigurationCommand,
  DescribeAuditFindingCommand,
  DescribeAuditTaskCommand,
  ListAuditFindingsCommand,
  type ListAuditFindingsCommandInput,
  ListAuditTasksCommand,
  ListRelatedResourcesForAuditFindingCommand,
  ListScheduledAuditsCommand,
  StartOnDemandAuditTaskCommand,
  UpdateAccountAuditConfigurationCommand,
} from '@aws-sdk/client-iot'
import { beforeAll, describe, expect, test } from 'vitest'
import { deviceMaker, until } from './mqtt.ts'
import { expectRefusal, simulate } from './simulated.ts'

const conflicting = 'CONFLICTING_CLIENT_IDS_CHECK'
const shared = 'DEVICE_CERTIFICATE_SHARED_CHECK'
const loggingDisabled = 'LOGGING_DISABLED_CHECK'

describe('a new account', () => {
  const aws = simulate()
  const enable = (...checks: string[]) =>
    aws.iot().send(
      new UpdateAccountAuditConfigurationCommand({
        roleArn: 'arn:aws:iam::123456789012:role/Audit',
        auditCheckConfigurations: Object.fromEntries(checks.map((check) => [check, { enabled: true }])),
      }),
    )
  const start = (...targetCheckNames: string[]) =>
    aws.iot().send(new StartOnDemandAuditTaskCommand({ targetCheckNames }))
  const advance = (advanceMs: number) => aws.control('PUT', '/_simulator/clock', { advanceMs })
  const findings = async (input: ListAuditFindingsCommandInput) =>
    (await aws.iot().send(new ListAuditFindingsCommand(input))).findings ?? []

  beforeAll(() => {
    const { make } = deviceMaker(aws.world)
    for (const name of ['cloned', 'quiet']) make(name)
  })

  test('has 17 checks, none enabled, and refuses to run any', async () => {
    const { auditCheckConfigurations } = await aws.iot().send(new DescribeAccountAuditConfigurationCommand({}))
    expect(Object.values(auditCheckConfigurations ?? {})).toEqual(Array(17).fill({ enabled: false }))
    await expectRefusal(start(conflicting), 'InvalidRequestException', 400)
  })

  test('finds the client id, the certificate and the missing log, once the audit is over', async () => {
    await enable(conflicting, shared, loggingDisabled)
    await aws.control('POST', '/_simulator/devices', { thing: 'quiet', pace: 0.01 })
    await aws.control('POST', '/_simulator/devices', { thing: 'cloned', behaviour: 'clone', pace: 0.01 })
    const fleet = aws.world.fleet('123456789012', 'eu-west-1')
    const kicks = () =>
      fleet.connections
        .between(0, Number.MAX_SAFE_INTEGER)
        .filter(({ disconnectReason }) => disconnectReason === 'DUPLICATE_CLIENTID')
    await until(() => kicks().length >= 12)
    for (const thing of ['cloned', 'quiet']) await aws.control('DELETE', '/_simulator/devices', { thing })
    await advance(120_000)
    const { taskId } = await start(conflicting, shared, loggingDisabled)
    const before = await aws.iot().send(new DescribeAuditTaskCommand({ taskId }))
    expect(before).toMatchObject({
      taskStatus: 'IN_PROGRESS',
      auditDetails: { [shared]: { checkRunStatus: 'WAITING_FOR_DATA_COLLECTION' } },
    })
    expect(await findings({ taskId })).toEqual([])
    await advance(10_000)
    const after = await aws.iot().send(new DescribeAuditTaskCommand({ taskId }))
    expect(after).toMatchObject({
      taskStatus: 'COMPLETED',
      taskType: 'ON_DEMAND_AUDIT_TASK',
      taskStatistics: { totalChecks: 3, nonCompliantChecks: 3 },
      auditDetails: { [conflicting]: { nonCompliantResourcesCount: 1, totalResourcesCount: 2 } },
    })
    const [certificate] = fleet.things.get('cloned')?.certificates ?? []
    const of = (found: AuditFinding[], check: string) => found.filter(({ checkName }) => checkName === check)
    const found = await findings({ taskId })
    const [conflict] = of(found, conflicting)
    expect(conflict).toMatchObject({
      severity: 'HIGH',
      reasonForNonComplianceCode: 'DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS',
      nonCompliantResource: { resourceType: 'CLIENT_ID', resourceIdentifier: { clientId: 'cloned' } },
    })
    expect(conflict?.relatedResources).toHaveLength(10)
    expect(conflict?.relatedResources?.[0]).toMatchObject({
      resourceIdentifier: { deviceCertificateId: certificate?.id },
      additionalInfo: { DISCONNECTION_TIME: expect.stringMatching(/^\d{13}$/) },
    })
    expect(of(found, shared)).toMatchObject([
      { severity: 'CRITICAL', nonCompliantResource: { resourceIdentifier: { deviceCertificateId: certificate?.id } } },
    ])
    expect(of(found, loggingDisabled)).toMatchObject([{ reasonForNonComplianceCode: 'LOGGING_DISABLED' }])
    const related = new ListRelatedResourcesForAuditFindingCommand({ findingId: conflict?.findingId })
    expect((await aws.iot().send(related)).relatedResources?.length).toBeGreaterThan(10)
    const one = await aws.iot().send(new DescribeAuditFindingCommand({ findingId: conflict?.findingId }))
    expect(one.finding).toEqual(conflict)
    expect(await findings({ taskId, maxResults: 1 })).toHaveLength(1)
    expect(await findings({ taskId, checkName: shared })).toHaveLength(1)
    expect(await findings({ taskId, resourceIdentifier: { clientId: 'cloned' } })).toHaveLength(1)
  })

  test.each<[string, ListAuditFindingsCommandInput]>([
    ['neither a task nor a time', {}],
    ['both', { taskId: 'a', startTime: new Date(), endTime: new Date() }],
    ['half a time', { startTime: new Date() }],
    ['a time too long ago', { startTime: new Date(0), endTime: new Date() }],
    ['too large a page', { taskId: 'a', maxResults: 251 }],
  ])('refuses a question about findings with %s', async (_, input) => {
    await expectRefusal(findings(input), 'InvalidRequestException', 400)
  })

  test('knows no other task or finding', async () => {
    const task = aws.iot().send(new DescribeAuditTaskCommand({ taskId: 'none' }))
    await expectRefusal(task, 'ResourceNotFoundException', 404)
    const finding = aws.iot().send(new DescribeAuditFindingCommand({ findingId: 'none' }))
    await expectRefusal(finding, 'ResourceNotFoundException', 404)
  })
})

describe('the demo', () => {
  const aws = simulate({ scenario: 'demo', bornAt: new Date(Date.now() - 8 * 3_600_000), broker: 'off' })
  const tasks = async () => {
    const [startTime, endTime] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 2 * 86_400_000)]
    return (await aws.iot().send(new ListAuditTasksCommand({ startTime, endTime }))).tasks ?? []
  }

  test('was audited last night: certificates that several connected things share were found', async () => {
    const { scheduledAudits } = await aws.iot().send(new ListScheduledAuditsCommand({}))
    expect(scheduledAudits).toMatchObject([
      { scheduledAuditName: 'every-night', frequency: 'DAILY' },
      { scheduledAuditName: 'every-sunday', frequency: 'WEEKLY', dayOfWeek: 'SUN' },
    ])
    const [task] = await tasks()
    expect(task).toMatchObject({ taskStatus: 'COMPLETED', taskType: 'SCHEDULED_AUDIT_TASK' })
    const asked = { taskId: task?.taskId, checkName: shared }
    const { findings = [] } = await aws.iot().send(new ListAuditFindingsCommand(asked))
    expect(findings.length).toBeGreaterThan(3)
  })

  test('is audited again when its time comes, and when it is told to', async () => {
    await aws.control('PUT', '/_simulator/clock', { advanceMs: 11 * 60_000 })
    expect(await tasks()).toHaveLength(2)
    expect((await aws.control('POST', '/_simulator/audits')).body).toMatchObject({ findings: { [conflicting]: 0 } })
    expect(await tasks()).toHaveLength(3)
  })
})
