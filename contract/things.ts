import { z } from 'zod'
import { accountId, asViewer, count, facetValue, flag, instant, pageOf, paging, rowId } from './base.ts'
import { certificateStatus, credentialHealth, expiry, presence } from './health.ts'
import { historyEntry } from './history.ts'

/** The inventory's filters: the page's address, the list, its count and its export all speak this one schema. */
export const thingFilters = z.object({
  account: accountId.optional(),
  search: z
    .string()
    .trim()
    .max(128)
    .optional()
    .describe('Part of the thing name; by name, those that begin with it come first'),
  type: z.string().max(128).optional().describe('Thing type name'),
  group: z.string().max(128).optional().describe('Thing group name (direct members)'),
  billingGroup: z.string().max(128).optional(),
  attribute: z
    .string()
    .max(1000)
    .regex(/^[^=]+=/, 'Write it as name=value')
    .optional()
    .describe('name=value, exact'),
  presence: presence.optional(),
  quietDays: z.coerce.number().int().min(1).max(3650).optional().describe('Disconnected for more than this many days'),
  health: credentialHealth.optional(),
  withoutCredential: flag
    .optional()
    .describe(
      'true: only things to which neither an active certificate nor another principal is attached; unread ones are left out',
    ),
  gone: flag.optional().describe('true: only things AWS no longer lists'),
  sort: z.enum(['name', '-name', 'last-change', '-last-change', 'expiry', '-first-seen']).optional(),
})
export type ThingFilters = z.infer<typeof thingFilters>

export const thing = z.object({
  id: rowId,
  account: z.number().int(),
  name: z.string(),
  type: z.string().nullable(),
  billingGroup: z.string().nullable(),
  groups: z.array(z.string()).describe('Up to five; the thing itself lists all'),
  attributes: z.record(z.string(), z.string()),
  presence,
  presenceSince: instant.nullable().describe('When it last connected or disconnected, by AWS'),
  disconnectReason: z.string().nullable(),
  clientId: z.string().nullable(),
  health: credentialHealth,
  credentialExpiresAt: instant.nullable().describe('When the last of its active certificates expires'),
  certificates: z.number().int(),
  activeCertificates: z.number().int(),
  firstSeenAt: instant,
  changedAt: instant,
  goneAt: instant.nullable(),
})
export type Thing = z.infer<typeof thing>

const attachedCertificate = z.object({
  id: rowId,
  certificateId: z.string(),
  status: certificateStatus,
  expiry,
  notAfter: instant.nullable(),
  commonName: z.string().nullable(),
  exclusive: z.boolean(),
  thingCount: z.number().int().nullable(),
  policies: z.array(z.string()).describe('Names of the policies attached to the certificate'),
  policiesRead: z.boolean().describe('false: whether it has policies is not known yet'),
})

/** When, for a device that comes back about every `typicalGapS` seconds, the last visit before expiry should be. */
export const lastChance = z.object({
  state: z.enum([
    'connected-now',
    'estimated',
    'never-connected',
    'not-enough-observed',
    'presence-unknown',
    'no-expiry',
    'passed',
  ]),
  at: instant.nullable(),
  typicalGapS: z.number().int().nullable(),
  longestGapS: z.number().int().nullable(),
  gapsObserved: z.number().int(),
})
export type LastChance = z.infer<typeof lastChance>

/** Everything known about one thing. */
export const thingDetail = thing.extend({
  arn: z.string().nullable(),
  thingId: z.string().nullable(),
  version: z.number().int().nullable(),
  allGroups: z.array(
    z.object({
      name: z.string(),
      billing: z.boolean(),
      dynamic: z.boolean(),
      parents: z.array(z.string()),
      policies: z.array(z.string()),
    }),
  ),
  attachedCertificates: z.array(attachedCertificate),
  otherPrincipals: z.array(z.string()).describe('Principals that are not certificates, such as Cognito identities'),
  principalsReadAt: instant.nullable().describe('When its principals were last read from AWS; null: never'),
  keepAliveS: z.number().int().nullable(),
  cleanSession: z.boolean().nullable(),
  lastChance,
  raw: z.record(z.string(), z.unknown()).describe('The stored record as it is'),
})
export type ThingDetail = z.infer<typeof thingDetail>

export const thingFacets = z.object({
  presence: z.array(facetValue),
  health: z.array(facetValue),
  types: z.array(facetValue),
  groups: z.array(facetValue),
  billingGroups: z.array(facetValue),
  attributes: z.array(z.string()).describe('Attribute names seen, to suggest a filter'),
})
export type ThingFacets = z.infer<typeof thingFacets>

const tags = ['Inventory']

export const things = {
  list: asViewer
    .route({ method: 'GET', path: '/things', tags, summary: 'List things' })
    .input(thingFilters.extend(paging))
    .output(pageOf(thing)),
  count: asViewer
    .route({ method: 'GET', path: '/things/count', tags, summary: 'Count the things a filter matches' })
    .input(thingFilters)
    .output(count),
  facets: asViewer
    .route({
      method: 'GET',
      path: '/things/facets',
      tags,
      summary: 'Values to filter by, with counts over the whole fleet',
    })
    .input(z.object({ account: accountId.optional() }))
    .output(thingFacets),
  get: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/things/{name}',
      tags,
      summary: 'One thing, with everything attached',
    })
    .input(z.object({ account: accountId, name: z.string().max(128) }))
    .output(thingDetail),
  history: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/things/{name}/history',
      tags,
      summary: 'Observed changes of a thing, newest first',
    })
    .input(z.object({ account: accountId, name: z.string().max(128), ...paging }))
    .output(pageOf(historyEntry)),
}
