import { expect, test } from 'vitest'
import { collectors } from '#generated/collectors.ts'
import { readingPolicy } from '#server/sync/iam-policy.ts'

const policy = readingPolicy(Object.values(collectors), { account: '123456789012', region: 'eu-west-1' })

test('every action a collector needs is allowed once', () => {
  const needed = new Set(Object.values(collectors).flatMap(({ needs }) => [...needs]))
  const allowed = policy.Statement.flatMap(({ Action }) => Action)
  expect(allowed.sort()).toEqual([...needed].sort())
})

test('nothing but reading is allowed', () => {
  for (const { Action } of policy.Statement)
    for (const action of Action)
      expect(action).toMatch(
        /^(iot:(List|Describe|Get|Search)|greengrass:(List|Get)|iam:(Get|List)|logs:(Filter|StartQuery|Get)|sqs:(Receive|DeleteMessage))/,
      )
})

test('what can be narrowed to a kind of resource is', () => {
  expect(policy.Statement).toContainEqual({
    Sid: 'ReadPolicy',
    Effect: 'Allow',
    Action: ['iot:GetPolicy', 'iot:GetPolicyVersion', 'iot:ListPolicyVersions', 'iot:ListTargetsForPolicy'],
    Resource: 'arn:aws:iot:eu-west-1:123456789012:policy/*',
  })
  const wide = policy.Statement.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)
  expect(wide).toContain('iot:ListAttachedPolicies')
  expect(wide).not.toContain('iot:DescribeThing')
})

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['ap-southeast-1', 'aws'],
  ['*', 'aws'],
])('resources in %s are of the partition %s', (region, partition) => {
  const { Statement } = readingPolicy(Object.values(collectors), { account: '123456789012', region })
  const arns = Statement.flatMap(({ Resource }) => Resource).filter((resource) => resource !== '*')
  expect(new Set(arns.map((arn) => arn.split(':')[1]))).toEqual(new Set([partition]))
})
