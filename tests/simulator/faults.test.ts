import {
  CreateThingCommand,
  DescribeCertificateCommand,
  DescribeThingCommand,
  ListCertificatesCommand,
  ListThingsCommand,
} from '@aws-sdk/client-iot'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'generated-20' })

beforeEach(() => aws.control('POST', '/_simulator/reset'))

const listThings = (input = {}) => aws.iot().send(new ListThingsCommand(input))
const faults = (settings: object) => aws.control('PUT', '/_simulator/faults', settings)

describe('by name', () => {
  const describeThing = (thingName: string) => aws.iot().send(new DescribeThingCommand({ thingName }))

  test('throttled-… is always throttled', async () => {
    await expectRefusal(describeThing('throttled-1'), 'ThrottlingException', 400)
    await expectRefusal(
      aws.iot().send(new CreateThingCommand({ thingName: 'throttled-2' })),
      'ThrottlingException',
      400,
    )
  })

  test('broken-… answers HTML', async () => {
    await expect(describeThing('broken-1')).rejects.toMatchObject({
      name: 'SyntaxError',
      $metadata: { httpStatusCode: 500 },
    })
  })

  test('slow-… answers after three seconds', async () => {
    const before = performance.now()
    await expectRefusal(describeThing('slow-1'), 'ResourceNotFoundException', 404)
    expect(performance.now() - before).toBeGreaterThan(2900)
  })
})

describe('by configuration', () => {
  test('expired credentials', async () => {
    await faults({ expiredCredentials: true })
    await expectRefusal(listThings(), 'ExpiredTokenException', 403)
    await expectRefusal(aws.sts().send(new GetCallerIdentityCommand({})), 'ExpiredTokenException', 403)
  })

  test('a denied operation, in the words of AWS', async () => {
    await faults({ denied: ['ListThings'] })
    await expectRefusal(listThings(), 'AccessDeniedException', 403)
    await expect(listThings()).rejects.toThrow(
      /^User: arn:aws:iam::123456789012:user\/operator is not authorized to perform: iot:ListThings on resource: /,
    )
    await aws.iot().send(new ListCertificatesCommand({}))
  })

  test('an unsupported operation answers 404 with HTML', async () => {
    await faults({ unsupported: ['ListThings'] })
    await expect(listThings()).rejects.toMatchObject({ name: 'SyntaxError', $metadata: { httpStatusCode: 404 } })
  })

  test('shares of errors and throttling, the same after each configuration', async () => {
    const outcomes = async () => {
      await faults({ throttleRate: 0.5, errorRate: 0.5 })
      const names: string[] = []
      for (let call = 0; call < 40; call++)
        names.push(
          await listThings().then(
            () => 'ok',
            (error: Error) => error.name,
          ),
        )
      return names
    }
    const first = await outcomes()
    expect(new Set(first)).toEqual(new Set(['ok', 'ThrottlingException', 'InternalFailureException']))
    expect(await outcomes()).toEqual(first)
  })

  test('latency', async () => {
    await faults({ latencyMs: 200 })
    const before = performance.now()
    await listThings()
    expect(performance.now() - before).toBeGreaterThan(190)
  })

  test('a token that never ends', async () => {
    await faults({ endlessToken: ['ListThings'] })
    const first = await listThings()
    const second = await listThings({ nextToken: first.nextToken })
    expect(second.nextToken).toBe(first.nextToken)
    expect(second.things).toEqual(first.things)
  })

  test('a certificate without validity', async () => {
    await faults({ missingValidity: true })
    const { certificates } = await aws.iot().send(new ListCertificatesCommand({}))
    const certificateId = certificates?.[0]?.certificateId
    const { certificateDescription } = await aws.iot().send(new DescribeCertificateCommand({ certificateId }))
    expect(certificateDescription?.certificatePem).toContain('BEGIN CERTIFICATE')
    expect(certificateDescription?.validity).toBeUndefined()
  })

  test('of single operations, the others being left alone', async () => {
    await faults({ throttleRate: 1, operations: { ListThings: { throttleRate: 0 }, CreateThing: { denied: true } } })
    await listThings()
    const create = () => aws.iot().send(new CreateThingCommand({ thingName: 'new' }))
    await expectRefusal(create(), 'AccessDeniedException', 403)
    await expectRefusal(aws.iot().send(new ListCertificatesCommand({})), 'ThrottlingException', 400)
  })

  test('of single operations, for a while or for some', async () => {
    await faults({ operations: { CreateThing: { errorRate: 1, times: 2, naming: 'bad' } } })
    const create = (thingName: string) => aws.iot().send(new CreateThingCommand({ thingName }))
    await create('good')
    for (const name of ['bad-1', 'bad-2']) await expectRefusal(create(name), 'InternalFailureException', 500)
    await create('bad-1')
  })

  test('answers that are lost after the work was done', async () => {
    await faults({ operations: { CreateThing: { lostAnswerRate: 1 } } })
    const thingName = 'made-after-all'
    await expectRefusal(aws.iot().send(new CreateThingCommand({ thingName })), 'InternalFailureException', 500)
    await aws.iot().send(new DescribeThingCommand({ thingName }))
    const { calls } = (await aws.control('GET', '/_simulator/calls')).body
    expect(calls).toMatchObject([{ outcome: 'InternalFailureException', applied: true }])
  })

  test('is refused when misspelt', async () => {
    expect(await faults({ errorrate: 1 })).toMatchObject({ status: 400 })
    expect(await faults({ errorRate: 2 })).toMatchObject({ status: 400 })
    expect(await faults({ operations: { ListThings: { rate: 1 } } })).toMatchObject({ status: 400 })
  })
})
