import type { LiveEvent } from '#contract/events.ts'
import { recordSessionsEnded } from '#server/fleet/ingest/presence.ts'
import { tell } from '#server/platform/events.ts'
import type { Sighting } from './sighting.ts'
import type { Turn } from './turn.ts'

/** Has every page say at once that who was seen to be out is not connected, not only at the next reading of presence. */
export async function keepPresence({ held }: Turn, sightings: readonly Sighting[]): Promise<void> {
  const ended = sightings.flatMap(({ clientId, live, since, reason }) =>
    live === false && since ? [{ clientId, since, reason }] : [],
  )
  if (ended.length === 0) return
  const account = held.run.account.id
  await held.commit(async (tx) => {
    const changed = await recordSessionsEnded(tx, account, ended)
    const facts = { type: 'facts', account, collector: 'presence', changed } satisfies LiveEvent
    if (changed > 0) await tell(tx, facts)
  })
}
