import { z } from 'zod'

/** What the server tells an open page over the event stream at /api/events. */
export const liveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('facts'), account: z.number().int(), collector: z.string(), changed: z.number().int() }),
  z.object({ type: z.literal('sync'), account: z.number().int(), collector: z.string() }),
  z.object({ type: z.literal('run'), account: z.number().int(), run: z.string() }),
  z.object({ type: z.literal('notifications') }),
  z.object({ type: z.literal('findings'), account: z.number().int() }),
  z.object({ type: z.literal('incident'), account: z.number().int(), incident: z.string() }),
  z.object({ type: z.literal('report'), report: z.string().nullable() }),
])
export type LiveEvent = z.infer<typeof liveEvent>
