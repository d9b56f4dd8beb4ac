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
