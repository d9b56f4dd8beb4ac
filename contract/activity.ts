import { z } from 'zod'
import { asResponder, asViewer, instant, pageOf, paging, rowId } from './base.ts'

/** How what was recorded ended: done, turned down by a guard or a role, or tried and not managed. */
export const activityResults = ['ok', 'refused', 'failed'] as const
export type ActivityResult = (typeof activityResults)[number]

const activityObject = z.object({
  kind: z.string(),
  id: z.string().describe('One that never comes to mean something else: an ARN, a certificate id, the id of a run'),
  name: z.string().nullable().describe('What it was called at the time'),
})

export const activityEntry = z.object({
  id: rowId,
  at: instant,
  actorId: z.string().nullable(),
  actorName: z.string().describe('As they were called at the time'),
  actorRole: z.string().nullable().describe('The role at the time; null where it was not recorded'),
  action: z.string(),
  subject: z.string().nullable(),
  object: activityObject.nullable(),
  reason: z.string().nullable(),
  result: z.enum(activityResults),
  detail: z.record(z.string(), z.unknown()),
})
export type ActivityEntry = z.infer<typeof activityEntry>

const hash = z.string().describe('SHA-256 in hexadecimal')

export const activityEntryInFull = activityEntry.extend({
  sessionId: z.string().nullable(),
  tokenId: z.string().nullable(),
  ipAddress: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  seal: z
    .object({
      position: z.number().int(),
      previousHash: hash,
      hash,
      holds: z.boolean().describe('Whether the entry is what was sealed'),
    })
    .nullable()
    .describe('null: it has none, as after tampering'),
})
export type ActivityEntryInFull = z.infer<typeof activityEntryInFull>

const day = z.iso.date().or(z.iso.datetime({ offset: true }))

export const activityFilters = z.object({
  actor: z.string().max(64).optional().describe("A person's id"),
  action: z.string().max(60).optional().describe('Such as certificate.deactivated'),
  object: z.string().max(512).optional().describe('The id or the name of what it was done to'),
  kind: z.string().max(40).optional().describe('The kind of what it was done to, such as certificate or run'),
  result: z.enum(activityResults).optional(),
  from: day.optional().describe('A day, its first moment in UTC, or an instant'),
  to: day.optional().describe('A day, to its last moment in UTC, or an instant up to which'),
})
export type ActivityFilters = z.infer<typeof activityFilters>

const problem = z.object({
  kind: z.string(),
  position: z.number().int().nullable(),
  entry: z.string().nullable(),
  sentence: z.string(),
})
const check = z.object({ checkedAt: instant, position: z.number().int(), problems: z.array(problem) })

export const trailState = z.object({
  head: z.object({ position: z.number().int(), hash }),
  recent: check.nullable().describe('The newest check of what was recorded since the one before'),
  full: check.nullable().describe('The newest check of everything'),
  role: z.object({
    name: z.string().describe("The web process's role in the database"),
    mayChange: z.array(z.string()).describe('What of the trail it could change; none on a sound installation'),
  }),
  targets: z.array(
    z.object({
      name: z.string(),
      address: z.string(),
      position: z.number().int().describe('The newest entry that was delivered'),
      behind: z.number().int(),
      deliveredAt: instant.nullable(),
      failingSince: instant.nullable(),
      error: z.string().nullable(),
    }),
  ),
})
export type TrailState = z.infer<typeof trailState>

export const activity = {
  list: asViewer
    .route({ method: 'GET', path: '/activity', tags: ['Activity'], summary: 'Who did what, newest first' })
    .input(activityFilters.extend(paging))
    .output(pageOf(activityEntry)),
  get: asViewer
    .route({ method: 'GET', path: '/activity/{id}', tags: ['Activity'], summary: 'One entry in full, with its seal' })
    .input(z.object({ id: rowId }))
    .output(activityEntryInFull),
  choices: asViewer
    .route({ method: 'GET', path: '/activity-choices', tags: ['Activity'], summary: 'What the filters can be set to' })
    .output(
      z.object({
        actors: z.array(z.object({ id: z.string(), name: z.string() })),
        actions: z.array(z.string()),
        kinds: z.array(z.string()),
      }),
    ),
  state: asViewer
    .route({
      method: 'GET',
      path: '/activity-state',
      tags: ['Activity'],
      summary: 'Whether the trail is intact, and where it is streamed to',
    })
    .output(trailState),
  verify: asResponder
    .route({
      method: 'POST',
      path: '/activity-verification',
      tags: ['Activity'],
      summary: 'Have the whole trail verified now',
    })
    .output(z.object({ done: z.literal(true) })),
}
