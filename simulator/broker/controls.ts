import { z } from 'zod'
import type { Controls } from '../control.ts'
import type { World } from '../world.ts'
import type { Broker } from './broker.ts'

const page = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
})

/** Where the broker is, and what its clients did. */
export const brokerControls = (world: World, { host, port, ca }: Broker): Controls => ({
  'GET /broker': () => ({ host, port, ca }),
  'GET /records': (_body, query) => {
    const { after, limit } = page.parse(Object.fromEntries(query))
    return { records: world.records.after(after, limit) }
  },
})
