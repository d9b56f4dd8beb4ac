import { z } from 'zod'
import { accountId, asAdmin, asViewer, instant } from './base.ts'

/** A device that no action ever touches: by name (with * and ?), by thing group, or by attribute. */
export const neverTouchRule = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('name'),
    pattern: z.string().trim().min(1).max(128),
    why: z.string().trim().min(3).max(200),
  }),
  z.object({
    by: z.literal('group'),
    group: z.string().trim().min(1).max(128),
    why: z.string().trim().min(3).max(200),
  }),
  z.object({
    by: z.literal('attribute'),
    name: z.string().trim().min(1).max(128),
    value: z.string().max(800),
    why: z.string().trim().min(3).max(200),
  }),
])
export type NeverTouchRule = z.infer<typeof neverTouchRule>

/** What holds every action back. Only admins change it. */
export const guards = z.object({
  readOnly: z.boolean().describe('Nothing is started, and what runs stops'),
  approvalAbove: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .describe(
      'More targets than this need a second person, counted over what one person cuts off within an hour; revoking several always does',
    ),
  finalNeedsApproval: z
    .boolean()
    .describe('What AWS has no way back from, such as revoking, needs a second person for a single target, too'),
  typedAbove: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .describe('More targets than this must be confirmed by typing; revoking always must'),
  targetsPerHour: z.number().int().min(1).max(1_000_000).describe('Per account'),
  errorShare: z.number().min(0.01).max(1).describe('A run stops when more than this share of its targets failed'),
  errorsAtLeast: z.number().int().min(1).max(10_000).describe('… but not before this many did'),
  approvalHours: z.number().min(0.1).max(168).describe('A request that nobody decides on expires'),
  containmentLimitS: z.number().int().min(10).max(86_400).describe('Containment that takes longer raises an alarm'),
  settleS: z
    .number()
    .int()
    .min(5)
    .max(3600)
    .describe('Contained is said once every look for this long has found the target out'),
  kickEveryMinutes: z
    .number()
    .int()
    .min(1)
    .max(1440)
    .describe('A session of one client is closed again no sooner than this'),
  neverTouch: z.array(neverTouchRule).max(200),
})
export type Guards = z.infer<typeof guards>

/** How actions reach one account. */
const responderInput = z.object({
  responderRoleArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'An IAM role ARN')
    .nullable()
    .describe('The role that may write; without one no action is possible'),
  responderExternalId: z.string().min(2).max(1224).nullable().optional(),
  quarantineGroup: z.string().regex(/^[a-zA-Z0-9:_-]{1,128}$/, 'A thing group name'),
  quarantinePolicy: z.string().regex(/^[\w+=,.@-]{1,128}$/, 'A policy name'),
  stopTopic: z
    .string()
    .max(256)
    .nullable()
    .describe('Where a device listens for a request to stop; {thing} and {client} stand for its names'),
  stopPayload: z.string().max(8192).nullable(),
})

// Whatever is stored is shown; the rules are for what comes in.
export const responder = z.object({
  account: z.number().int(),
  responderRoleArn: z.string().nullable(),
  quarantineGroup: z.string(),
  quarantinePolicy: z.string(),
  stopTopic: z.string().nullable(),
  stopPayload: z.string().nullable(),
  hasExternalId: z.boolean(),
  whyNot: z.string().nullable().describe('Why no action is possible; null when actions are'),
  quarantine: z
    .enum(['ready', 'no-group', 'no-policy', 'not-attached', 'weak-policy', 'unknown'])
    .describe('Whether the group exists and carries a policy that denies everything, as last read'),
  quarantineReadAt: instant.nullable(),
  documents: z.object({ group: z.string(), policy: z.string() }).describe('What would be created, exactly'),
  permissions: z.array(
    z.object({ action: z.string(), state: z.enum(['allowed', 'denied', 'unproved']), at: instant.nullable() }),
  ),
})
export type Responder = z.infer<typeof responder>

const tags = ['Response']

export const responseSettings = {
  guards: asViewer
    .route({ method: 'GET', path: '/response/guards', tags, summary: 'What holds actions back' })
    .output(guards),
  setGuards: asAdmin
    .route({ method: 'PUT', path: '/response/guards', tags, summary: 'Change what holds actions back' })
    .input(guards)
    .output(guards),
  responders: asViewer
    .route({ method: 'GET', path: '/response/responders', tags, summary: 'How actions reach each account' })
    .output(z.array(responder)),
  setResponder: asAdmin
    .route({
      method: 'PATCH',
      path: '/response/responders/{account}',
      tags,
      summary: 'Change how actions reach an account',
    })
    .input(responderInput.partial().extend({ account: accountId }))
    .output(responder),
}
