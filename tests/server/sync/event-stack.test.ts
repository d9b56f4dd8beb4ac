import { expect, test } from 'vitest'
import { collectors } from '#generated/collectors.ts'
import { eventStack, presenceQueue, reportsQueue } from '#server/sync/event-stack.ts'
import { readingPolicy } from '#server/sync/iam-policy.ts'

test('every reference leads to something the template makes', () => {
  const { Resources, Outputs } = eventStack()
  const text = JSON.stringify({ Resources, Outputs })
  const named = [...text.matchAll(/"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"/g)].map(([, ref, got]) => ref ?? got ?? '')
  expect(named.filter((name) => !Object.hasOwn(Resources, name))).toEqual([])
  expect(named.length).toBeGreaterThan(3)
})

test('the reading policy may read the queues that it makes, and no other', () => {
  const statements = readingPolicy(Object.values(collectors), {
    account: '123456789012',
    region: 'eu-west-1',
  }).Statement
  const queue = statements.find(({ Action }) => Action.includes('sqs:ReceiveMessage'))
  expect(queue?.Resource).toEqual(
    [presenceQueue, reportsQueue].map((name) => `arn:aws:sqs:eu-west-1:123456789012:${name}`),
  )
})
