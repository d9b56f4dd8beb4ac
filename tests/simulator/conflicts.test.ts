import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LogRecord } from '#simulator/broker/log-records.ts'
import { logsOf, until } from './mqtt.ts'
import { simulate } from './simulated.ts'

interface Conflict {
  id: string
  cause: string
  label?: string
  things: string[]
  clientIds: string[]
  sides: { clientId: string; certificateId: string; sourceIp: string }[]
}

const aws = simulate({ scenario: 'demo', bornAt: new Date() })
const fleet = () => aws.world.fleet('123456789012', 'eu-west-1')

const start = async (request: object) => {
  const { status, body } = await aws.control('POST', '/_simulator/conflicts', { pace: 0.01, ...request })
  expect(status, JSON.stringify(body)).toBe(200)
  return body as unknown as Conflict
}
const duplicates = (clientId?: string) =>
  logsOf(aws.world, 'Disconnect').filter(
    (record) => record.disconnectReason === 'DUPLICATE_CLIENTID' && (!clientId || record.clientId === clientId),
  )
const different = (records: LogRecord[], field: 'principalId' | 'sourceIp') =>
  new Set(records.map((record) => record[field]))

beforeEach(() => aws.world.records.clear())
afterEach(async () => {
  await aws.control('DELETE', '/_simulator/conflicts')
  await until(() => fleet().sessions.live.length === 0)
})

async function kicks(request: object, count: number) {
  const conflict = await start(request)
  const [clientId = ''] = conflict.clientIds
  await until(() => duplicates(clientId).length >= count)
  return { conflict, clientId, records: duplicates(clientId) }
}

test('one credential in two places: one certificate, two addresses that take turns', async () => {
  const { conflict, records } = await kicks({ cause: 'same-credential-two-places' }, 5)
  expect(different(records, 'principalId').size).toBe(1)
  expect(different(records, 'sourceIp')).toEqual(new Set(conflict.sides.map(({ sourceIp }) => sourceIp)))
  for (const [place, { sourceIp }] of records.slice(1).entries()) expect(sourceIp).not.toBe(records[place]?.sourceIp)
})

test('two credentials: the other certificate is a thing’s that policies let in under any client id', async () => {
  const { conflict, clientId, records } = await kicks({ cause: 'two-credentials-one-client-id' }, 4)
  expect(conflict.things).toEqual([clientId])
  expect(different(records, 'principalId').size).toBe(2)
  expect(different(records, 'principalId')).toEqual(new Set(conflict.sides.map(({ certificateId }) => certificateId)))
  const [own, other] = conflict.sides.map(({ certificateId }) => fleet().certificates.get(certificateId))
  expect(own?.things.map(({ name }) => name)).toEqual([clientId])
  expect(other?.things.map(({ name }) => name)).not.toContain(clientId)
})

test('a second process: one certificate, one address, and a clock', async () => {
  const { records } = await kicks({ cause: 'second-process', pace: 0.02 }, 5)
  expect(different(records, 'principalId').size).toBe(1)
  expect(different(records, 'sourceIp').size).toBe(1)
  const times = records.slice(1).map(({ timestamp }) => Date.parse(`${timestamp.replace(' ', 'T')}Z`))
  const pauses = times.slice(1).map((at, place) => at - (times[place] ?? 0))
  for (const pause of pauses) expect(pause).toBeGreaterThan(550)
})

test('a flapping link: one certificate, and no address twice, of a client that is no thing', async () => {
  const { clientId, records } = await kicks({ cause: 'flapping-link', clientId: 'field-modem-4' }, 4)
  expect(clientId).toBe('field-modem-4')
  expect(different(records, 'principalId').size).toBe(1)
  expect(different(records, 'sourceIp').size).toBe(records.length)
})

test('bad firmware: many of one type and version throw themselves out, until it is stopped', async () => {
  const conflict = await start({ cause: 'client-or-sdk-bug' })
  await until(() => new Set(duplicates().map(({ clientId }) => clientId)).size >= 20)
  const things = conflict.things.map((name) => fleet().things.get(name))
  expect(new Set(things.map((thing) => thing?.type?.name)).size).toBe(1)
  expect(new Set(things.map((thing) => thing?.details.attributes.firmware))).toEqual(new Set(['9.9.0-rc1']))
  await aws.control('DELETE', '/_simulator/conflicts', { id: conflict.id })
  expect(things.some((thing) => thing?.details.attributes.firmware === '9.9.0-rc1')).toBe(false)
})

test('a broker that restarts: all sessions end and come back, some over their own ghosts', async () => {
  const { clientIds } = await start({ cause: 'broker-restart', pace: 0.05 })
  await until(() => logsOf(aws.world, 'Disconnect').length >= clientIds.length)
  const reasons = logsOf(aws.world, 'Disconnect').map(({ disconnectReason }) => disconnectReason)
  expect(reasons.filter((reason) => reason === 'SERVER_ERROR')).toHaveLength(16)
  expect(reasons.filter((reason) => reason === 'DUPLICATE_CLIENTID')).toHaveLength(8)
  await until(() => fleet().sessions.live.length === clientIds.length)
})

test('things can be named, also of the second account, and labelled', async () => {
  const named = { account: '210987654321', things: ['robot-001', 'robot-002'], label: 'drill' }
  const { records } = await kicks({ cause: 'two-credentials-one-client-id', ...named }, 2)
  expect(records[0]).toMatchObject({ clientId: 'robot-001', accountId: '210987654321' })
  const { body } = await aws.control('GET', '/_simulator/conflicts')
  expect(body.conflicts).toMatchObject([{ label: 'drill', account: '210987654321', region: 'us-east-1' }])
  expect((await aws.control('DELETE', '/_simulator/conflicts', { label: 'other' })).body).toEqual({ stopped: 0 })
  expect((await aws.control('DELETE', '/_simulator/conflicts', { label: 'drill' })).body).toEqual({ stopped: 1 })
})

test.each([
  [{ cause: 'boredom' }, /cause/],
  [{ cause: 'second-process', things: ['nowhere'] }, /no thing/],
])('%j can not be played', async (request, message) => {
  const { status, body } = await aws.control('POST', '/_simulator/conflicts', request)
  expect(status).toBe(400)
  expect(body.message).toMatch(message)
})
