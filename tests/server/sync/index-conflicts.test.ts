import { connectAsync, type MqttClient } from 'mqtt'
import { beforeAll, expect, test } from 'vitest'
import { correlate } from '#server/incidents/engine/correlate.ts'
import { fillFleet } from './a-fleet.ts'
import { useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()

beforeAll(async () => {
  fillFleet(aws.fleet, 12)
  aws.fleet.logging = undefined
  await aws.sync()
})

async function connect(thing: string, clientId: string): Promise<MqttClient> {
  const [certificate] = aws.fleet.things.get(thing)?.certificates ?? []
  const key = certificate && aws.fleet.deviceKeys.get(certificate.id)?.privateKey()
  if (!certificate || !key) throw new Error(`${thing} can not connect`)
  const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}/_simulator/broker`)
  const { host, port, ca } = (await answer.json()) as { host: string; port: number; ca: string }
  const client = await connectAsync({
    ...{ protocol: 'mqtts', host, port, ca, reconnectPeriod: 0, keepalive: 120, clientId },
    cert: certificate.pem,
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  })
  // The broker ends it when the other comes.
  client.on('error', () => undefined)
  return client
}

const records = () =>
  aws.rows(
    `SELECT client_id, feed, reason, principal, source_ip, duplicate FROM connection_events WHERE feed = 'index' ORDER BY at`,
  )

test('two things that fight over a client ID are an incident, though the fleet index is all that tells of it', async () => {
  const clients: MqttClient[] = []
  for (let turn = 0; turn < 5; turn++) {
    clients.push(await connect(turn % 2 ? 'dev-006' : 'dev-012', 'gateway'))
    await aws.sync({ collectors: ['presence'] })
    await aws.sync({ collectors: ['presence'] })
    aws.world.clock.advance(70_000)
  }
  const seen = await records()
  expect(seen).toHaveLength(4)
  expect(new Set(seen.map((row) => JSON.stringify(row)))).toEqual(
    new Set([
      JSON.stringify({
        ...{ client_id: 'gateway', feed: 'index', reason: 'DUPLICATE_CLIENTID' },
        ...{ principal: null, source_ip: null, duplicate: true },
      }),
    ]),
  )
  await correlate(aws.pool, new Date(aws.world.clock.now()))
  const [incident] = await aws.rows<{ would_decide: string[] }>(
    'SELECT client_id, cause, confidence, kicks, active, would_decide FROM incidents',
  )
  expect(incident).toMatchObject({ client_id: 'gateway', cause: 'undecided', confidence: 0, kicks: 4, active: true })
  expect(incident?.would_decide.join(' ')).toMatch(/Log Connect at INFO.*the log or the presence feed/)
  for (const client of clients) client.end(true)
})
