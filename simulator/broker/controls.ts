import { type Controls, pageOfJournal } from '../control.ts'
import { readableAt } from '../feeds.ts'
import type { World } from '../world.ts'
import type { Broker } from './broker.ts'

/** Where the broker is, and what its clients did. */
export const brokerControls = (world: World, { host, port, ca }: Broker): Controls => ({
  'GET /broker': () => ({ host, port, ca }),
  'GET /records': (_body, query) => {
    const { after, limit } = pageOfJournal.parse(Object.fromEntries(query))
    const { feedDelayMs = 0 } = world.options
    const records = world.records.after(after, limit)
    return { records: records.map((record) => ({ ...record, readableAt: readableAt(record, feedDelayMs) })) }
  },
})
