import {
  CreateMitigationActionCommand,
  DescribeAuditMitigationActionsTaskCommand,
  DescribeMitigationActionCommand,
  ListAuditFindingsCommand,
  ListAuditMitigationActionsExecutionsCommand,
  ListAuditMitigationActionsTasksCommand,
  ListMitigationActionsCommand,
  StartAuditMitigationActionsTaskCommand,
  type StartAuditMitigationActionsTaskCommandInput,
} from '@aws-sdk/client-iot'
import { beforeAll, expect, test } from 'vitest'
import type { CheckName } from '#simulator/fleet/audits.ts'
import { until } from './mqtt.ts'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'demo', bornAt: new Date(Date.now() - 8 * 3_600_000), broker: 'off' })
const fleet = () => aws.world.fleet('123456789012', 'eu-west-1')
let auditTaskId: string

beforeAll(async () => {
  auditTaskId = String((await aws.control('POST', '/_simulator/audits')).body.taskId)
})

const findings = async (checkName: CheckName) => {
  const asked = { taskId: auditTaskId, checkName, listSuppressedFindings: false, maxResults: 250 }
  return (await aws.iot().send(new ListAuditFindingsCommand(asked))).findings ?? []
}

/** Starts a task and waits for its end. */
async function mitigate(
  taskId: string,
  target: StartAuditMitigationActionsTaskCommandInput['target'],
  auditCheckToActionsMapping: Partial<Record<CheckName, string[]>>,
) {
  const input = { taskId, target, auditCheckToActionsMapping: auditCheckToActionsMapping as Record<string, string[]> }
  await aws.iot().send(new StartAuditMitigationActionsTaskCommand(input))
  return until(async () => {
    const task = await aws.iot().send(new DescribeAuditMitigationActionsTaskCommand({ taskId }))
    return task.taskStatus !== 'IN_PROGRESS' && task
  })
}

test('certificates are deactivated, and their things put into quarantine, in that order', async () => {
  const [finding] = await findings('DEVICE_CERTIFICATE_SHARED_CHECK')
  const findingId = finding?.findingId ?? ''
  const certificate = fleet().certificates.get(
    finding?.nonCompliantResource?.resourceIdentifier?.deviceCertificateId ?? '',
  )
  const actions = ['deactivate-certificate', 'quarantine-things', 'tell-security']
  const mapping = { DEVICE_CERTIFICATE_SHARED_CHECK: actions }
  const task = await mitigate('first', { findingIds: [findingId] }, mapping)
  expect(task).toMatchObject({
    taskStatus: 'COMPLETED',
    taskStatistics: { DEVICE_CERTIFICATE_SHARED_CHECK: { totalFindingsCount: 1, succeededFindingsCount: 1 } },
  })
  expect(certificate?.status).toBe('INACTIVE')
  for (const thing of certificate?.things ?? []) expect(thing.groups.map(({ name }) => name)).toContain('quarantine')
  expect(fleet().audits.mitigations.published).toMatchObject([{ findingId }])
  const asked = { taskId: 'first', findingId }
  const { actionsExecutions } = await aws.iot().send(new ListAuditMitigationActionsExecutionsCommand(asked))
  expect(actionsExecutions?.map(({ actionName, status }) => [actionName, status])).toEqual(
    actions.map((name) => [name, 'COMPLETED']),
  )
})

test('policies are blanked by a new default version; what was suppressed is left out', async () => {
  const mapping = { IOT_POLICY_OVERLY_PERMISSIVE_CHECK: ['blank-policy'] }
  const task = await mitigate('blank', { auditTaskId }, mapping)
  expect(task.taskStatistics).toEqual({
    IOT_POLICY_OVERLY_PERMISSIVE_CHECK: expect.objectContaining({ succeededFindingsCount: 5, skippedFindingsCount: 1 }),
  })
  const policy = fleet().policies.get('legacy-all-access')
  expect(policy?.defaultVersionId).toBe('2')
  expect(policy?.versions.at(-1)?.document).toContain('"Statement":[]')
  expect(fleet().policies.get('installer-tool')?.defaultVersionId).toBe('1')
})

test('an action that fails leaves out the rest for its finding', async () => {
  const [finding] = await findings('REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK')
  const roleArn = 'arn:aws:iam::123456789012:role/Mitigation'
  const actionParams = { addThingsToThingGroupParams: { thingGroupNames: ['no-such-group'] } }
  await aws.iot().send(new CreateMitigationActionCommand({ actionName: 'nowhere', roleArn, actionParams }))
  const actions = ['nowhere', 'deactivate-certificate']
  const target = { findingIds: [finding?.findingId ?? ''] }
  const task = await mitigate('failing', target, { REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK: actions })
  expect(task.taskStatus).toBe('FAILED')
  const asked = { taskId: 'failing', findingId: finding?.findingId }
  const { actionsExecutions } = await aws.iot().send(new ListAuditMitigationActionsExecutionsCommand(asked))
  expect(actionsExecutions).toMatchObject([
    { status: 'FAILED', errorCode: 'ResourceNotFoundException' },
    { status: 'SKIPPED' },
  ])
})

test('CAs are deactivated and logging enabled', async () => {
  await mitigate('authority', { auditTaskId }, { CA_CERTIFICATE_EXPIRING_CHECK: ['deactivate-authority'] })
  const [ca] = await findings('CA_CERTIFICATE_EXPIRING_CHECK')
  const id = ca?.nonCompliantResource?.resourceIdentifier?.caCertificateId ?? ''
  expect(fleet().cas.get(id)?.status).toBe('INACTIVE')
})

test('tasks are listed by their time, and actions told with their parameters', async () => {
  const [startTime, endTime] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)]
  const { tasks } = await aws.iot().send(new ListAuditMitigationActionsTasksCommand({ startTime, endTime }))
  expect(tasks?.map(({ taskId }) => taskId)).toEqual(expect.arrayContaining(['first', 'blank', 'failing']))
  const { actionIdentifiers } = await aws
    .iot()
    .send(new ListMitigationActionsCommand({ actionType: 'ADD_THINGS_TO_THING_GROUP' }))
  expect(actionIdentifiers?.map(({ actionName }) => actionName)).toEqual(['quarantine-things', 'nowhere'])
  const action = await aws.iot().send(new DescribeMitigationActionCommand({ actionName: 'blank-policy' }))
  expect(action).toMatchObject({
    actionType: 'REPLACE_DEFAULT_POLICY_VERSION',
    actionParams: { replaceDefaultPolicyVersionParams: { templateName: 'BLANK_POLICY' } },
  })
})

test.each<[string, Partial<StartAuditMitigationActionsTaskCommandInput>, string, number]>([
  [
    'an action that does not go with the check',
    { auditCheckToActionsMapping: { CONFLICTING_CLIENT_IDS_CHECK: ['blank-policy'] } },
    'InvalidRequestException',
    400,
  ],
  [
    'an unknown action',
    { auditCheckToActionsMapping: { CONFLICTING_CLIENT_IDS_CHECK: ['none'] } },
    'ResourceNotFoundException',
    404,
  ],
  ['no target', { target: {} }, 'InvalidRequestException', 400],
  ['an unknown finding', { target: { findingIds: ['none'] } }, 'ResourceNotFoundException', 404],
  ['a task that exists', { taskId: 'first' }, 'ResourceAlreadyExistsException', 409],
])('%s is refused', async (_, wrong, name, status) => {
  const auditCheckToActionsMapping = { IOT_POLICY_OVERLY_PERMISSIVE_CHECK: ['blank-policy'] }
  const input = { taskId: 'wrong', target: { auditTaskId }, auditCheckToActionsMapping, ...wrong }
  await expectRefusal(aws.iot().send(new StartAuditMitigationActionsTaskCommand(input)), name, status)
})
