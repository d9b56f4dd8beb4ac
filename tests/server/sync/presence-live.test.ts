import { connectAsync, type MqttClient } from 'mqtt'
import { beforeAll, expect, test } from 'vitest'
import { fillFleet } from './a-fleet.ts'
import { useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()

beforeAll(async () => {
  fillFleet(aws.fleet, 12)
  await aws.sync()
})

const presence = async (name: string) => {
  const [row] = await aws.rows<{ since: Date }>(
    `SELECT p.connected, p.disconnect_reason, p.keep_alive_s, p.gaps_observed, p.longest_gap_s, p.since
     FROM presence p JOIN things t ON t.id = p.thing_row_id WHERE t.name = $1`,
    [name],
  )
  return row
}

async function connect(name: string): Promise<MqttClient> {
  const [certificate] = aws.fleet.things.get(name)?.certificates ?? []
  const key = certificate && aws.fleet.deviceKeys.get(certificate.id)?.privateKey()
  if (!certificate || !key) throw new Error(`${name} can not connect`)
  const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}/_simulator/broker`)
  const { host, port, ca } = (await answer.json()) as { host: string; port: number; ca: string }
  return connectAsync({
    ...{ protocol: 'mqtts', host, port, ca, reconnectPeriod: 0, keepalive: 120, clientId: name },
    cert: certificate.pem,
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  })
}

const pass = () => aws.sync({ collectors: ['presence'] })

async function gone(name: string) {
  while (aws.fleet.sessions.get(name)?.ended === undefined) await new Promise((resolve) => setTimeout(resolve, 10))
}

test('what a device does is in its presence row one pass later', async () => {
  const name = 'dev-002'
  const before = Date.now()
  const client = await connect(name)
  await pass()
  expect(await presence(name)).toMatchObject({
    connected: true,
    disconnect_reason: null,
    keep_alive_s: 120,
    gaps_observed: 0,
  })
  expect((await presence(name))?.since.getTime()).toBeGreaterThanOrEqual(before)

  await client.endAsync()
  await gone(name)
  await pass()
  expect(await presence(name)).toMatchObject({ connected: false, disconnect_reason: 'CLIENT_INITIATED_DISCONNECT' })

  aws.world.clock.advance(90_000)
  const again = await connect(name)
  await pass()
  expect(await presence(name)).toMatchObject({
    connected: true,
    gaps_observed: 1,
    longest_gap_s: expect.closeTo(90, -1),
  })
  await again.endAsync()
  await gone(name)
})

test('an unregistered client leaves no row, and a revoked certificate shows as the reason', async () => {
  const name = 'dev-004'
  const rows = async () => (await aws.rows<{ n: number }>('SELECT count(*)::int AS n FROM presence'))[0]?.n
  const before = await rows()
  await connect(name)
  aws.fleet.sessions.get(name)?.end('AUTH_ERROR')
  await pass()
  expect(await presence(name)).toMatchObject({ connected: false, disconnect_reason: 'AUTH_ERROR' })
  expect(await rows()).toBe(before)
})
