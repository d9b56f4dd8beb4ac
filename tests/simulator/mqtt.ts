import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import { attachCertificate, attachPolicy } from '#simulator/fleet/attachments.ts'
import type { Certificate } from '#simulator/fleet/certificate.ts'
import type { Fleet } from '#simulator/fleet/fleet.ts'
import { everythingIndexed } from '#simulator/fleet/indexing.ts'
import { FleetBuilder } from '#simulator/scenarios/fleet-builder.ts'
import type { World } from '#simulator/world.ts'
import { EcKey } from '#simulator/x509/ec-key.ts'
import type { simulate } from './simulated.ts'

type Aws = ReturnType<typeof simulate>

const allowAll = { Effect: 'Allow', Action: 'iot:*', Resource: '*' }

/** The home fleet, indexed, and a maker of things that can connect. */
export function deviceMaker(world: World) {
  const fleet = world.fleet('123456789012', 'eu-west-1')
  fleet.indexing = everythingIndexed()
  const build = new FleetBuilder(fleet, new Date('2026-01-01'), 'mqtt')
  const dates = { ageDays: 100, endsInDays: 9000 }
  const ca = build.ca([['CN', 'Devices CA']], { status: 'ACTIVE', autoRegistration: 'DISABLE', ...dates })
  const make = (
    name: string,
    statements: object[] = [allowAll],
    { exclusive = false, notAfter = build.inDays(3000) } = {},
  ) => {
    const thing = build.thing(name, { attributes: { site: 'north' } })
    const certificate = build.certificate({
      issuer: ca.authority,
      ca: ca.record,
      subject: [
        ['O', 'Acme'],
        ['CN', name],
      ],
      key: new EcKey(name),
      createdDaysAgo: 1,
      notAfter,
    })
    attachCertificate(fleet, thing, certificate, exclusive)
    attachPolicy(certificate, build.policy(`${name}-policy`, { Version: '2012-10-17', Statement: statements }))
    return { thing, certificate }
  }
  return { fleet, build, make }
}

/** Options of a client that holds a certificate of the fleet. */
export function identityOf(fleet: Fleet, certificate: Certificate): IClientOptions {
  const key = fleet.deviceKeys.get(certificate.id)?.privateKey().export({ type: 'pkcs8', format: 'pem' })
  return { cert: certificate.pem, key: key?.toString() ?? '', clientId: certificate.things[0]?.name ?? 'nobody' }
}

/**
 * Connects once, as any MQTT library would, and tells whether the broker still had a session. Rejects when the broker
 * refuses.
 */
export async function connectTo(
  { broker }: Aws,
  options: IClientOptions,
  tellSession: (present: boolean) => void = () => {},
): Promise<MqttClient> {
  if (!broker) throw new Error('There is no broker')
  const { host, port, ca } = broker
  const fixed = { protocol: 'mqtts', host, port, ca, reconnectPeriod: 0 } as const
  const client = connect({ ...fixed, ...options })
  await new Promise<void>((resolve, reject) => {
    client.once('connect', ({ sessionPresent }) => {
      tellSession(sessionPresent)
      resolve()
    })
    client.on('error', reject)
    client.once('close', () => reject(new Error('The broker closed the connection')))
  })
  return client
}

/** Resolves when the broker has closed the connection. */
export async function closed(client: MqttClient) {
  if (client.connected) await new Promise<void>((resolve) => client.once('close', () => resolve()))
}

export async function until<Value>(
  look: () => Value | undefined | false | Promise<Value | undefined | false>,
): Promise<Value> {
  for (const giveUp = Date.now() + 12_000; Date.now() < giveUp; await sleep(10)) {
    const seen = await look()
    if (seen) return seen
  }
  throw new Error('It did not happen in time')
}

/** The fields of the log records so far, oldest first, and of those of one event type. */
export const logsOf = ({ records }: World, eventType: string) =>
  records
    .after(0)
    .flatMap((entry) => (entry.kind === 'log' && entry.record.eventType === eventType ? [entry.record] : []))

export const eventsOf = ({ records }: World) =>
  records.after(0).flatMap((entry) => (entry.kind === 'lifecycle' ? [{ topic: entry.topic, ...entry.record }] : []))
