import { z } from 'zod'
import { accountNumber, asAdmin, asViewer, instant, pageOf, paging, rowId } from './base.ts'
import { cause, severity } from './incidents.ts'

/** Where messages go. Secrets go in and never come out. */
export const channelKind = z.enum(['email', 'slack', 'webhook', 'pagerduty'])
export type ChannelKind = z.infer<typeof channelKind>

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time such as 22:00')

const channelInput = z.object({
  kind: channelKind,
  name: z.string().trim().min(1).max(60),
  to: z.string().trim().max(2000).optional().describe('E-mail addresses, comma-separated; of a webhook its address'),
  secret: z.string().max(2000).optional().describe('Signs webhooks; of PagerDuty the routing key'),
  enabled: z.boolean().default(true),
})

export const channel = channelInput.omit({ secret: true }).extend({
  id: rowId,
  hasSecret: z.boolean(),
  secretEnds: z.string().nullable().describe('Its last letters, where it is long enough to show them'),
  readable: z.boolean().describe('false: its address or secret was encrypted with another key; enter them again'),
  lastSentAt: instant.nullable(),
  lastError: z.string().nullable(),
})
export type Channel = z.infer<typeof channel>

export const notificationRule = z.object({
  id: rowId.optional(),
  channel: rowId,
  name: z.string().trim().min(1).max(60),
  about: z.array(z.enum(['incident', 'finding', 'deployment', 'mention', 'run', 'feed', 'trail'])).min(1),
  minSeverity: severity,
  causes: z.array(cause).describe('Empty: all'),
  accounts: z.array(accountNumber).describe('Empty: all'),
  drills: z.boolean(),
  groupMinutes: z.number().int().min(0).max(1440).describe('Messages within this time become one'),
  quietFrom: time.nullable(),
  quietTo: time.nullable().describe('UTC. What is critical comes through; the rest waits'),
  enabled: z.boolean(),
})
export type NotificationRule = z.infer<typeof notificationRule>

export const delivery = z.object({
  id: rowId,
  channel: z.string(),
  subject: z.string(),
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.number().int(),
  createdAt: instant,
  sentAt: instant.nullable(),
  nextAt: instant.nullable(),
  error: z.string().nullable(),
})
export type Delivery = z.infer<typeof delivery>

const tags = ['Notification channels']

export const notifications = {
  channels: asViewer
    .route({ method: 'GET', path: '/notifications/channels', tags, summary: 'Where messages go' })
    .output(z.array(channel)),
  createChannel: asAdmin
    .route({ method: 'POST', path: '/notifications/channels', tags, summary: 'Add a channel', successStatus: 201 })
    .input(channelInput)
    .output(channel),
  updateChannel: asAdmin
    .route({ method: 'PATCH', path: '/notifications/channels/{id}', tags, summary: 'Change a channel' })
    .input(channelInput.partial().extend({ id: rowId, enabled: z.boolean().optional() }))
    .output(channel),
  removeChannel: asAdmin
    .route({ method: 'DELETE', path: '/notifications/channels/{id}', tags, summary: 'Remove a channel and its rules' })
    .input(z.object({ id: rowId })),
  testChannel: asAdmin
    .route({ method: 'POST', path: '/notifications/channels/{id}/test', tags, summary: 'Send a test message' })
    .input(z.object({ id: rowId }))
    .output(delivery),
  rules: asViewer
    .route({ method: 'GET', path: '/notifications/rules', tags, summary: 'What is sent where' })
    .output(z.array(notificationRule)),
  saveRule: asAdmin
    .route({ method: 'PUT', path: '/notifications/rules', tags, summary: 'Add or change a rule' })
    .input(notificationRule)
    .output(notificationRule),
  removeRule: asAdmin
    .route({ method: 'DELETE', path: '/notifications/rules/{id}', tags, summary: 'Remove a rule' })
    .input(z.object({ id: rowId })),
  deliveries: asViewer
    .route({ method: 'GET', path: '/notifications/deliveries', tags, summary: 'What was sent, newest first' })
    .input(z.object(paging))
    .output(pageOf(delivery)),
}
