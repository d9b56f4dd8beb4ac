import { z } from 'zod'
import { accountId, asViewer, facetValue, instant } from './base.ts'
import { feedState } from './health.ts'

/** Something that needs a person, worst first, with the link that shows it. */
export const attentionItem = z.object({
  id: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info']),
  title: z.string(),
  detail: z.string(),
  count: z.number().int().nullable(),
  capped: z.boolean().optional().describe('true: there are at least so many'),
  href: z.string(),
})
export type AttentionItem = z.infer<typeof attentionItem>

/** What needs a person about one thing. Only with nothing in either list does nothing need attention. */
export const thingAttention = z.object({
  items: z
    .array(
      attentionItem.omit({ count: true, capped: true }).extend({
        at: instant.nullable().describe('Since when, or the day it is about'),
      }),
    )
    .describe(
      'Open incidents, findings, alarms, deployments that are stuck, its session and its credentials; worst first',
    ),
  unknown: z
    .array(attentionItem.pick({ id: true, title: true, detail: true, href: true }))
    .describe('What could not be looked at'),
})
export type ThingAttention = z.infer<typeof thingAttention>

export const overview = z.object({
  things: z.number().int().nullable().describe('null: never read'),
  presence: z.array(facetValue),
  health: z.array(facetValue),
  certificates: z.object({
    total: z.number().int().nullable().describe('null: never read'),
    statuses: z.array(facetValue),
    expiries: z.array(facetValue),
  }),
  policies: z.number().int().nullable().describe('null: never read'),
  attention: z.array(attentionItem),
  trends: z.array(
    z.object({
      day: z.string(),
      things: z.number().int().nullable(),
      connected: z.number().int().nullable(),
      expired: z.number().int().nullable(),
      expiring: z.number().int().nullable(),
    }),
  ),
  feeds: z
    .array(z.object({ brings: z.string(), title: z.string(), state: feedState, lastSuccessAt: instant.nullable() }))
    .describe('The worst of each kind over the accounts in scope'),
  accounts: z.number().int(),
})
export type Overview = z.infer<typeof overview>

export const overviewEntry = {
  get: asViewer
    .route({ method: 'GET', path: '/overview', tags: ['Overview'], summary: 'The fleet at a glance' })
    .input(z.object({ account: accountId.optional() }))
    .output(overview),
  thing: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/things/{name}/attention',
      tags: ['Inventory'],
      summary: 'What needs a person about one thing, worst first, and what nobody knows',
    })
    .input(z.object({ account: accountId, name: z.string().max(128) }))
    .output(thingAttention),
}
