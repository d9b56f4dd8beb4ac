import { logRecord } from '../../broker/log-records.ts'
import { minutes } from '../../clock.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { targetOf, thingOfClient } from '../../fleet/presence.ts'
import { sessionExpiryOf } from '../../fleet/sessions.ts'
import { paginate } from '../paginate.ts'
import { notFound } from '../refuse.ts'
import { checkedClientId, type IotDataHandlers } from './handlers.ts'

/** Looking at clients' sessions, and ending them. A client that is cut off may come back whenever it likes. */
export const connections: IotDataHandlers = {
  GetConnection({ clientId, includeSocketInformation }, { fleet }) {
    const id = checkedClientId(clientId)
    const { thing, session, socket } = liveSession(fleet, id) ?? seededSession(fleet, id)
    return {
      connected: session.connected,
      thingName: thing?.name,
      clientId: id,
      cleanSession: session.cleanSession,
      keepAliveDuration: session.keepAlive,
      sessionExpiry: session.sessionExpiry,
      ...(session.connected
        ? { connectedSince: session.timestamp }
        : { disconnectedSince: session.timestamp, disconnectReason: session.disconnectReason }),
      ...(includeSocketInformation && socket),
    }
  },

  DeleteConnection({ clientId, cleanSession = false, preventWillMessage = false }, { fleet, world }) {
    const id = checkedClientId(clientId)
    world.quotas.spendOnClient(fleet, 'DeleteConnection', id)
    const { thing, session } = liveSession(fleet, id) ?? seededSession(fleet, id)
    if (!session.connected) throw notFound(`Client ${id} is not connected`)
    const live = fleet.sessions.get(id)
    if (live && !live.ended) {
      live.end('API_INITIATED_DISCONNECT', { withoutWill: preventWillMessage, forgotten: cleanSession })
    } else if (thing) world.seeded.end(fleet, thing, 'API_INITIATED_DISCONNECT')
    const { account, region } = fleet
    const at = fleet.clock.now()
    const record = logRecord(account, at, { eventType: 'DeleteConnection', clientId: id })
    world.records.add({ kind: 'log', account, region, at, record })
    return {}
  },

  /** Of things that no device stands for, nothing is known to be subscribed. */
  ListSubscriptions({ clientId, ...page }, { fleet, world }) {
    const id = checkedClientId(clientId)
    world.quotas.spendOnClient(fleet, 'ListSubscriptions', id)
    const known = liveSession(fleet, id) ?? seededSession(fleet, id)
    if (!known.session.connected) throw notFound(`Client ${id} has no session`)
    const held = inPresentOrder(fleet.sessions.get(id)?.subscriptions() ?? [])
    const operation = `ListSubscriptions/${id}`
    const { items, next } = paginate(page, held, { operation, max: 200, fallback: 20 })
    return { subscriptions: items, nextToken: next }
  },
}

/** A finished session is remembered for about half an hour. */
const memoryMs = minutes(30)

/** What the broker knows, of registered things and others. */
function liveSession(fleet: Fleet, clientId: string) {
  const known = fleet.sessions.get(clientId)
  if (!known || (known.ended && known.ended.at <= fleet.clock.now() - memoryMs)) return undefined
  const { thing, connectedAt, ended, sourceIp, sourcePort, targetIp, targetPort, ...rest } = known
  const state = ended
    ? { connected: false, timestamp: ended.at, disconnectReason: ended.reason }
    : { connected: true, timestamp: connectedAt, disconnectReason: undefined }
  const session = { ...rest, ...state, sessionExpiry: sessionExpiryOf(known) }
  return { thing, session, socket: { sourceIp, sourcePort, targetIp, targetPort } }
}

/** What the scenario says of things that no virtual device stands for. */
function seededSession(fleet: Fleet, clientId: string) {
  const thing = thingOfClient(fleet, clientId)
  const session = thing?.details.connectivity
  const isKnown =
    session?.clientId === clientId && (session.connected || session.timestamp > fleet.clock.now() - memoryMs)
  if (!thing || !isKnown) throw notFound(`Client ${clientId} has no connection`)
  const { sourceIp, sourcePort } = session
  return { thing, session, socket: { sourceIp, sourcePort, ...targetOf(fleet, clientId) } }
}
