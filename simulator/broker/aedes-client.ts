import type { AedesPublishPacket, Client } from 'aedes'
import type { Message } from '../fleet/fleet.ts'
import type { Subscription } from '../fleet/sessions.ts'

/** What aedes knows of a client and its types do not tell. Read against the pinned version, 1.2.0. */
interface Untyped {
  /** A DISCONNECT packet has arrived. */
  _disconnected: boolean
  will: AedesPublishPacket | null
  clean: boolean
  subscriptions: Record<string, { qos: number }>
  broker: {
    persistence: { cleanSubscriptions(client: Client): Promise<unknown> }
    on(event: 'ack', listener: (packet: unknown, client: Client) => void): void
    off(event: 'ack', listener: (packet: unknown, client: Client) => void): void
  }
}

const untyped = (client: Client) => client as unknown as Untyped

export const saidGoodbye = (client: Client) => untyped(client)._disconnected

export function forgetWill(client: Client) {
  untyped(client).will = null
}

/** Makes a persistent session end with its connection. */
export function forgetSession(client: Client) {
  untyped(client).clean = true
  untyped(client)
    .broker.persistence.cleanSubscriptions(client)
    .catch(() => {})
}

export const subscriptionsOf = (client: Client): Subscription[] =>
  Object.entries(untyped(client).subscriptions).map(([topicFilter, { qos }]) => ({ topicFilter, qos }))

/** Sends to one client, whatever it has subscribed to. Resolves to whether a PUBACK of it came within the time given. */
export async function sendTo(client: Client, message: Pick<Message, 'topic' | 'payload'>, waitMs?: number) {
  const qos = waitMs === undefined ? 0 : 1
  const packet = { cmd: 'publish', dup: false, retain: false, qos } as const
  const { broker } = untyped(client)
  return await new Promise<boolean>((resolve) => {
    const settle = (answered: boolean) => {
      clearTimeout(patience)
      broker.off('ack', acknowledged)
      resolve(answered)
    }
    const acknowledged = (_packet: unknown, from: Client) => {
      if (from === client) settle(true)
    }
    const patience = setTimeout(() => settle(false), waitMs ?? 0)
    if (qos) broker.on('ack', acknowledged)
    client.publish({ ...packet, topic: message.topic, payload: Buffer.from(message.payload) }, () => {})
  })
}
