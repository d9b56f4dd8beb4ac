import type { ResponderAws } from '#server/aws/responder.ts'
import { callFailure } from '../failure.ts'
import { failureOfOne } from './read.ts'

/** What AWS said of one client's session at one moment. */
export type Sighting = {
  clientId: string
  /** Whether there is a live session; null when nothing told. */
  live: boolean | null
  by: 'GetConnection' | 'GetThingConnectivityData'
  at: Date
  /** Since when it is connected, or disconnected. */
  since: Date | null
  reason: string | null
  /** Why nothing told. */
  problem: string | null
  /** That is because we may not ask. */
  denied?: boolean
  /** The other credential that a live session is held with. */
  heldBy?: string
  /** No record says whose a live session is. */
  nobodyKnows?: boolean
  /** The same, while others use the client ID, too: it may well be theirs. */
  contested?: boolean
}

/**
 * Looks a client's session up: in the broker, else in the fleet index under the name of the thing that the client is.
 * Throws only what concerns the whole run.
 */
export async function look(
  aws: Pick<ResponderAws, 'connection' | 'connectivity'>,
  clientId: string,
  thing: string,
  now: () => Date,
): Promise<Sighting> {
  const nothing = { clientId, at: now(), since: null, reason: null, problem: null }
  try {
    const session = await aws.connection(clientId)
    const seen = { ...nothing, by: 'GetConnection' as const, at: now() }
    if (!session) return { ...seen, live: false }
    return { ...seen, live: session.connected, since: session.since, reason: session.disconnectReason }
  } catch (error) {
    const failure = failureOfOne(error)
    const denied = failure.kind === 'denied'
    const unknown = { ...nothing, live: null, by: 'GetConnection' as const, problem: failure.message, denied }
    if (!callFailure(failure, 'denied', 'unavailable', 'malformed', 'invalid')) return unknown
    return (await lookInIndex(aws, clientId, thing, now)) ?? unknown
  }
}

async function lookInIndex(
  aws: Pick<ResponderAws, 'connectivity'>,
  clientId: string,
  thing: string,
  now: () => Date,
): Promise<Sighting | null> {
  try {
    const seen = await aws.connectivity(thing)
    // The index tells of the client that connected last as this thing; another one's session says nothing of ours.
    if (!seen || seen.connected === null || (seen.clientId !== null && seen.clientId !== clientId)) return null
    const by = 'GetThingConnectivityData' as const
    return {
      clientId,
      live: seen.connected,
      by,
      at: now(),
      since: seen.at,
      reason: seen.disconnectReason,
      problem: null,
    }
  } catch (error) {
    failureOfOne(error)
    return null
  }
}
