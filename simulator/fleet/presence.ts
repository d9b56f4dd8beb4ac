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

/** Where seeded devices are said to have connected to. */
const seededTarget = { targetIp: '10.0.0.8', targetPort: 8883 }

/** What a client's latest session connected to. */
export function targetOf(fleet: Fleet, clientId: string) {
  const { targetIp, targetPort } = fleet.sessions.get(clientId) ?? seededTarget
  return { targetIp, targetPort }
}

type Session = Omit<Connectivity, 'connected' | 'timestamp' | 'disconnectReason'>

/** Notes that a thing's client has connected. */
export function setConnected(fleet: Fleet, thing: Thing, session: Session) {
  const { clientId, keepAlive, cleanSession, sessionExpiry, sourceIp, sourcePort } = session
  const kept = { clientId, keepAlive, cleanSession, sessionExpiry, sourceIp, sourcePort }
  thing.change({ connectivity: { ...kept, connected: true, timestamp: fleet.clock.now() } })
}

export function setDisconnected(fleet: Fleet, thing: Thing, disconnectReason: DisconnectReasonValue) {
  const { connectivity } = thing.details
  if (!connectivity?.connected) return
  thing.change({ connectivity: { ...connectivity, connected: false, timestamp: fleet.clock.now(), disconnectReason } })
}
