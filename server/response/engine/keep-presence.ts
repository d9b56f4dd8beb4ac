import type { LiveEvent } from '#contract/events.ts'
import { recordSessionsEnded } from '#server/fleet/ingest/presence.ts'
import { tell } from '#server/platform/events.ts'
import { LeaseLost } from './lease.ts'
import type { Sighting } from './sighting.ts'
import type { Turn } from './turn.ts'

/**
 * Has every page say at once that who was seen to be out is not connected, not only at the next reading of presence.
 * When that reading is at the same rows just now, it brings the same: no reason to stop watching.
 */
export async function keepPresence({ held, parts }: Turn, sightings: readonly Sighting[]): Promise<void> {
  const ended = sightings.flatMap(({ clientId, live, since, reason }) =>
    live === false && since ? [{ clientId, since, reason }] : [],
  )
  if (ended.length === 0) return
  const account = held.run.account.id
  try {
    await held.commit(async (tx) => {
      const changed = await recordSessionsEnded(tx, account, ended)
      const facts = { type: 'facts', account, collector: 'presence', changed } satisfies LiveEvent
      if (changed > 0) await tell(tx, facts)
    })
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    parts.log.warn({ err: error, run: held.run.number }, 'Sessions that ended could not be noted')
  }
}
