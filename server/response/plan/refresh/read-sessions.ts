import { inParallel } from '#server/platform/in-parallel.ts'
import type { AskingParts } from '../plan-parts.ts'
import type { Asked } from './asked.ts'
import type { Fresh } from './fresh.ts'

const atOnce = 24

/** Asks the broker for these clients' sessions; a client it does not know has none. */
export async function readSessions(
  { aws, now }: AskingParts,
  asked: Asked,
  clients: string[],
  fresh: Pick<Fresh, 'sessions' | 'clientThings'>,
): Promise<void> {
  await inParallel(clients, atOnce, async (clientId) => {
    const connection = await asked.ask('sessions', 'iot:GetConnection', () => aws.connection(clientId))
    if (connection === undefined) return
    if (connection?.thingName) fresh.clientThings.set(clientId, connection.thingName)
    fresh.sessions.set(clientId, {
      clientId,
      connected: connection?.connected ?? false,
      since: connection?.since ?? null,
      observedAt: now(),
    })
  })
}
