import { z } from 'zod'
import { instant, rowId } from './base.ts'

/** One observed change: of a field (before, after) or of a relation (related). */
export const historyEntry = z.object({
  id: rowId,
  observedAt: instant,
  subjectKind: z.string(),
  subject: z.string(),
  change: z
    .string()
    .describe("What changed, such as 'status', 'attached', 'detached', 'gone', 'returned', 'attributes'"),
  relatedKind: z.string().nullable(),
  related: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
})
export type HistoryEntry = z.infer<typeof historyEntry>
