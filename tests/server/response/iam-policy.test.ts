import { expect, test } from 'vitest'
import { respondingPolicy } from '#server/response/iam-policy.ts'
import { steps } from '#server/response/steps.ts'

const policy = respondingPolicy(Object.values(steps), {
  account: '123456789012',
  region: 'eu-west-1',
  quarantineGroup: 'kept-out',
  quarantinePolicy: 'DenyAll',
})
const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const allowed = policy.Statement.flatMap(({ Action }) => Action)

test('every action a call needs is allowed once', () => {
  expect(allowed).toEqual([...new Set(allowed)])
  for (const { needs } of Object.values(steps))
    expect(allowed).toEqual(expect.arrayContaining([...needs.reads, ...needs.applies]))
})

// Device Defender's own: audits, suppressions and its actions on findings, for which IAM knows no resource.
const asking = [
  'iot:CreateAuditSuppression',
  'iot:DeleteAuditSuppression',
  'iot:PutVerificationStateOnViolation',
  'iot:StartAuditMitigationActionsTask',
  'iot:StartOnDemandAuditTask',
]

test('what changes something is no more than the calls there are', () => {
  const changing = allowed.filter((action) => !/^\w+:(List|Describe|Get)/.test(action))
  const applied = Object.values(steps).flatMap(({ needs }) => [...needs.applies])
  expect(changing.sort()).toEqual([...new Set([...applied, ...asking])].sort())
})

test('nothing that changes a device holds for everything', () => {
  const wide = policy.Statement.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)
  expect(wide.filter((action) => !/^iot:(List|Describe)/.test(action))).toEqual(asking)
  expect(wide).toEqual(expect.arrayContaining(['iot:DescribeEndpoint', 'iot:ListAttachedPolicies']))
})

test.each([
  ['iot:UpdateCertificate', arn('cert/*')],
  ['iot:AddThingToThingGroup', [arn('thing/*'), arn('thinggroup/*')]],
  ['iot:AttachPolicy', arn('thinggroup/*')],
  ['iot:CreatePolicy', arn('policy/DenyAll')],
  ['iot:CreateThingGroup', arn('thinggroup/kept-out')],
  ['iot:DeleteConnection', arn('client/*')],
  ['iot:CreateJob', [arn('job/*'), arn('thing/*'), arn('package/*')]],
  ['greengrass:CancelDeployment', 'arn:aws:greengrass:eu-west-1:123456789012:deployments:*'],
])('%s is narrowed', (action, resource) => {
  expect(policy.Statement.find(({ Action }) => Action.includes(action))?.Resource).toEqual(resource)
})
