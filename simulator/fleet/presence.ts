import type { DisconnectReasonValue } from '@aws-sdk/client-iot'
import type { Fleet } from './fleet.ts'
import type { Connectivity, Thing } from './thing.ts'

/** The thing whose latest session used this client id: as a rule the one of that name, else one that is attached exclusively. */
export function thingOfClient(fleet: Fleet, clientId: string): Thing | undefined {
  const namesake = fleet.things.get(clientId)
  if (namesake?.details.connectivity?.clientId === clientId) return namesake
  const exclusive = [...fleet.exclusive].map((key) => fleet.things.get(key.slice(key.indexOf('/') + 1)))
  return exclusive.find((thing) => thing?.details.connectivity?.clientId === clientId) ?? namesake
}

export type Session = Omit<Connectivity, 'connected' | 'timestamp' | 'disconnectReason'>

/** Notes that a client has connected. Clients that are no registered thing leave no trace, as in the real index. */
export function setConnected(fleet: Fleet, session: Session) {
  const connectivity = { ...session, connected: true, timestamp: fleet.clock.now() }
  thingOfClient(fleet, session.clientId)?.change({ connectivity })
}

export function setDisconnected(fleet: Fleet, thing: Thing, disconnectReason: DisconnectReasonValue) {
  const { connectivity } = thing.details
  if (!connectivity?.connected) return
  thing.change({ connectivity: { ...connectivity, connected: false, timestamp: fleet.clock.now(), disconnectReason } })
}
