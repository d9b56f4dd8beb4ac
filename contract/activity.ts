import { z } from 'zod'
import { asViewer, instant, pageOf, paging, rowId } from './base.ts'

export const activityEntry = z.object({
  id: rowId,
  at: instant,
  actorId: z.string().nullable(),
  actorName: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})
export type ActivityEntry = z.infer<typeof activityEntry>

export const activityFilters = z.object({
  action: z.string().max(60).optional(),
  actor: z.string().max(64).optional().describe("A person's id"),
})
export type ActivityFilters = z.infer<typeof activityFilters>

export const activity = {
  list: asViewer
    .route({ method: 'GET', path: '/activity', tags: ['Activity'], summary: 'Who did what, newest first' })
    .input(activityFilters.extend(paging))
    .output(pageOf(activityEntry)),
}
