import { ListAuthorizersCommand } from '@aws-sdk/client-iot'
import { PublishCommand } from '@aws-sdk/client-iot-data-plane'
import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'generated-5' })

const scoped = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIATEST/20260301/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`

async function request(path: string, { method = 'GET', body, service = 'iot', headers = {} }: RequestOptions = {}) {
  const response = await fetch(aws.url + path, {
    method,
    headers: { authorization: scoped(service), ...headers },
    ...(body !== undefined && { body }),
  })
  const { status } = response
  return {
    status,
    type: response.headers.get('x-amzn-errortype'),
    id: response.headers.get('x-amzn-requestid'),
    text: await response.text(),
  }
}

interface RequestOptions {
  method?: string
  body?: string
  service?: string
  headers?: Record<string, string>
}

describe('malformed', () => {
  test.each([
    ['half a JSON document', '{"queryString":'],
    ['a list instead of an object', '[]'],
    ['text', 'hello'],
    ['a number where text belongs', '{"queryString":5}'],
    ['text where a number belongs', '{"queryString":"*","maxResults":"ten"}'],
  ])('%s is a serialization error', async (_why, body) => {
    expect(await request('/indices/search', { method: 'POST', body })).toMatchObject({
      status: 400,
      type: 'SerializationException',
    })
  })

  test.each([['/things?maxResults=many'], ['/things/%E0%A4%A'], ['/certificates?isAscendingOrder=maybe']])(
    '%s',
    async (path) => {
      expect(await request(path)).toMatchObject({ status: 400, type: 'SerializationException' })
    },
  )

  test('a body beyond all measure is not read', async () => {
    const body = JSON.stringify({ queryString: 'x'.repeat(2 * 1024 * 1024) })
    expect((await request('/indices/search', { method: 'POST', body })).status).toBe(413)
  })
})

describe('unknown', () => {
  test('an operation that is not simulated answers 501 in the shape of AWS', async () => {
    await expectRefusal(aws.iot().send(new ListAuthorizersCommand({})), 'NotImplemented', 501)
    const unknown = aws.sts().send(new DecodeAuthorizationMessageCommand({ EncodedMessage: 'x' }))
    await expectRefusal(unknown, 'NotImplemented', 501)
  })

  test('so do an address that is nobody’s and an action without a name', async () => {
    expect(await request('/no/such/address')).toMatchObject({ status: 501, type: 'NotImplemented' })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const form = await request('/', { method: 'POST', body: 'Action=Nothing', service: 'sts', headers })
    expect(form).toMatchObject({ status: 501, text: expect.stringContaining('<Code>InvalidAction</Code>') })
  })
})

describe('signed', () => {
  test.each(['iot', 'execute-api', 'something-new'])('as %s, an IoT call is answered', async (service) => {
    expect((await request('/things', { service })).status).toBe(200)
  })

  test.each(['iotdata', 'iotdevicegateway', 'something-new'])(
    'as %s, a data-plane call is answered',
    async (service) => {
      const answer = await request('/connections/dev-0000001', { service })
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.text)).toMatchObject({ clientId: 'dev-0000001' })
    },
  )

  test('by nobody, it is refused', async () => {
    expect(await request('/things', { headers: { authorization: '' } })).toMatchObject({
      status: 403,
      type: 'MissingAuthenticationTokenException',
    })
  })
})

test('every answer has a request id', async () => {
  const ids = await Promise.all(
    ['/things', '/things/none', '/no/such/address'].map(async (path) => (await request(path)).id),
  )
  expect(new Set(ids).size).toBe(3)
  expect(ids).not.toContain(null)
})

test.each([
  ['a wildcard topic', { topic: 'a/#' }],
  ['a long topic', { topic: 'a'.repeat(257) }],
  ['another QoS', { topic: 'a', qos: 2 }],
])('Publish refuses %s', async (_why, message) => {
  await expectRefusal(aws.iotData().send(new PublishCommand(message)), 'InvalidRequestException', 400)
})
