import type { IndexedThing } from '#server/aws/iot-things.ts'
import { knownIndexing } from '#server/fleet/ingest/indexing.ts'
import { latestPresence, recordPresence, rowsByName } from '#server/fleet/ingest/presence.ts'
import { indexRecords } from '#server/incidents/feeds/index-record.ts'
import { recordConnections } from '#server/incidents/ingest.ts'
import { collector, listing, minutes, type Source } from '../collector.ts'
import { toPresence } from '../presence-facts.ts'

// The index follows the devices by seconds, without a promise.
const overlapMs = 2 * 60_000

export default collector({
  title: 'Presence',
  brings: 'who connected or disconnected',
  everyMs: minutes(1),
  after: ['indexing-configuration', 'things'],
  needs: ['iot:SearchIndex'],
  async choose({ sql, account }) {
    const indexing = await knownIndexing(sql, account.id)
    return indexing.things && indexing.connectivity
      ? ['changes']
      : { unavailable: 'Fleet indexing of connectivity is off in this account.' }
  },
  ways: {
    changes: listing<IndexedThing>({
      pages: changedThings,
      async keep(seen, items) {
        const ids = await rowsByName(seen, [...new Set(items.map(({ thingName }) => thingName))])
        const facts = toPresence(items, ids)
        const changed = await recordPresence(seen, facts)
        // Where nothing is logged and no events come, this is all there is.
        await recordConnections(seen, indexRecords(facts))
        return { ids: [...ids.values()], changed }
      },
    }),
  },
})

// Costs what changed. Where nothing is known yet, the first complete reading of things brings it.
async function* changedThings({ aws, sql, account }: Source, token: string | undefined) {
  const latest = await latestPresence(sql, account.id)
  if (!latest) return
  const from = Math.min(latest.getTime(), Date.now()) - overlapMs
  yield* aws.iot.searchThings(`connectivity.timestamp > ${from}`, token)
}
