import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { DescribeThingCommand, SearchIndexCommand } from '@aws-sdk/client-iot'
import { DeleteConnectionCommand, GetConnectionCommand } from '@aws-sdk/client-iot-data-plane'
import { beforeEach, describe, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'generated-200' })

beforeEach(() => aws.control('POST', '/_simulator/reset'))

const search = async (queryString: string) =>
  (await aws.iot().send(new SearchIndexCommand({ queryString }))).things ?? []

test('the clock can be set and moved', async () => {
  const at = '2030-01-01T00:00:00.000Z'
  const set = await aws.control('PUT', '/_simulator/clock', { now: at })
  expect(String(set.body.now).slice(0, 16)).toBe(at.slice(0, 16))
  const moved = await aws.control('PUT', '/_simulator/clock', { advanceMs: 86_400_000 })
  expect(String(moved.body.now).slice(0, 10)).toBe('2030-01-02')
})

test('churn changes an exact share', async () => {
  const wanted = { attributes: 0.1, statuses: 0.05, removed: 0.02 }
  const { body } = await aws.control('POST', '/_simulator/churn', wanted)
  expect(body).toMatchObject({ attributes: 20, removed: 4 })
  expect(await search('attributes.firmware:churned*')).not.toHaveLength(0)
  expect(aws.world.fleets[0]?.things.size).toBe(196)
})

test('a connection can be cut', async () => {
  const [device] = await search('connectivity.connected:true')
  const clientId = device?.thingName
  const cut = () => aws.iotData().send(new DeleteConnectionCommand({ clientId }))
  await cut()
  const after = await aws.iotData().send(new GetConnectionCommand({ clientId }))
  expect(after).toMatchObject({ connected: false, disconnectReason: 'API_INITIATED_DISCONNECT' })
  await expectRefusal(cut(), 'ResourceNotFoundException', 404)
})

test('reset brings the scenario back', async () => {
  await aws.control('POST', '/_simulator/churn', { removed: 1 })
  await expectRefusal(
    aws.iot().send(new DescribeThingCommand({ thingName: 'dev-0000001' })),
    'ResourceNotFoundException',
    404,
  )
  await aws.control('POST', '/_simulator/reset')
  await aws.iot().send(new DescribeThingCommand({ thingName: 'dev-0000001' }))
})

test('browsers and wrong addresses are turned away', async () => {
  const response = await fetch(`${aws.url}/_simulator/stats`, { headers: { origin: 'http://example.invalid' } })
  expect(response.status).toBe(403)
  expect((await aws.control('GET', '/_simulator/nothing')).status).toBe(404)
})

describe('as a process', () => {
  const start = (args: string[], env: Record<string, string> = {}) =>
    spawn(process.execPath, ['--import', 'tsx', 'simulator/main.ts', ...args], { env: { ...process.env, ...env } })

  test('says one line when ready and stops when told', async () => {
    const child = start(['--scenario', 'generated-3'], { SIM_QUOTA_SCALE: '0' })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const ready = JSON.parse(line.toString())
    expect(ready).toMatchObject({ ready: true, things: 3, accounts: [{ account: '123456789012', things: 3 }] })
    expect((await fetch(`${ready.control}/stats`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('stops when its parent is gone', async () => {
    const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const child = start(['--scenario', 'empty'], { SIM_PARENT_PID: String(parent.pid) })
    await once(child.stdout, 'data')
    parent.kill()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('explains a setting it does not take', async () => {
    const child = start(['--scenario', 'atlantis'])
    const [message] = (await once(child.stderr, 'data')) as [Buffer]
    expect(await once(child, 'exit')).toEqual([2, null])
    expect(message.toString()).toContain('scenario')
  })
})
