import type { IndexedThing } from '#server/aws/iot-things.ts'
import type { PresenceFacts } from '#server/fleet/ingest/presence.ts'
import type { RowId } from '#server/history/observation.ts'

/** The connectivity of the things of some index pages; things without any (not indexed, or not known to us) are left out. */
export function toPresence(things: IndexedThing[], ids: ReadonlyMap<string, RowId>): PresenceFacts[] {
  const facts = things.flatMap(({ thingName, connectivity }) => {
    const thingRowId = ids.get(thingName)
    if (!connectivity || thingRowId === undefined) return []
    const { connected, timestamp, disconnectReason, clientId, keepAliveDuration, cleanSession } = connectivity
    return [
      {
        thingRowId,
        thingName,
        connected,
        // A thing that never connected has no time, or zero.
        since: timestamp ? timestamp : null,
        disconnectReason: disconnectReason ?? null,
        clientId: clientId ?? null,
        keepAliveS: keepAliveDuration ?? null,
        cleanSession: cleanSession ?? null,
      },
    ]
  })
  return [...new Map(facts.map((fact) => [fact.thingRowId, fact])).values()]
}
