import type { AedesPublishPacket, Client } from 'aedes'

/** What aedes knows of a client and its types do not tell. Read against the pinned version, 1.2.0. */
interface Untyped {
  /** A DISCONNECT packet has arrived. */
  _disconnected: boolean
  will: AedesPublishPacket | null
}

const untyped = (client: Client) => client as unknown as Untyped

export const saidGoodbye = (client: Client) => untyped(client)._disconnected

export function forgetWill(client: Client) {
  untyped(client).will = null
}
