import { z } from 'zod'
import { accountId, asViewer, count, facetValue, flag, instant, pageOf, paging, rowId } from './base.ts'
import { certificateStatus, concern, expiry } from './health.ts'
import { historyEntry } from './history.ts'
import { lastChance } from './things.ts'

const certificateId = z.string().min(1).max(128)

/** The credential page's filters; the expiry windows weigh active certificates only unless a status is named. */
export const certificateFilters = z.object({
  account: accountId.optional(),
  search: z.string().trim().max(128).optional().describe('Start of the certificate id, or part of the common name'),
  status: certificateStatus.optional(),
  expiry: expiry.optional(),
  expiresWithinDays: z.coerce.number().int().min(0).max(36500).optional(),
  expiresOn: z
    .string()
    .regex(/^[1-9]\d{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/, 'A day (YYYY-MM-DD) or a month (YYYY-MM)')
    .optional(),
  olderThanDays: z.coerce.number().int().min(1).max(36500).optional().describe('Created more than this many days ago'),
  concern: concern.optional(),
  ca: z.string().max(128).optional().describe("CA certificate id, or 'none' for those registered without a CA"),
  key: z.string().max(40).optional().describe("Key algorithm and bits, such as 'RSA 2048' or 'EC 256'"),
  signature: z.string().max(60).optional(),
  gone: flag.optional(),
  sort: z.enum(['expiry', '-expiry', 'created', '-created']).optional(),
})
export type CertificateFilters = z.infer<typeof certificateFilters>

export const certificate = z.object({
  id: rowId,
  account: z.number().int(),
  certificateId: z.string(),
  status: certificateStatus,
  expiry,
  commonName: z.string().nullable(),
  subject: z.string().nullable(),
  issuer: z.string().nullable(),
  caCertificateId: z.string().nullable(),
  createdAt: instant.nullable(),
  notBefore: instant.nullable(),
  notAfter: instant.nullable(),
  keyAlgorithm: z.string().nullable(),
  keyBits: z.number().int().nullable(),
  signatureAlgorithm: z.string().nullable(),
  thingCount: z.number().int().nullable().describe('null: not read yet'),
  things: z.array(z.string()).describe('Up to three names'),
  policyCount: z.number().int().nullable(),
  concerns: z.array(concern),
  describedAt: instant.nullable().describe('null: AWS was not asked yet, dates and key are unknown'),
  firstSeenAt: instant,
  changedAt: instant,
  goneAt: instant.nullable(),
})
export type Certificate = z.infer<typeof certificate>

export const certificateDetail = certificate.extend({
  arn: z.string().nullable(),
  mode: z.string().nullable(),
  serialNumber: z.string().nullable(),
  fingerprint: z.string().nullable(),
  lastModifiedAt: instant.nullable(),
  customerVersion: z.number().int().nullable(),
  ownedBy: z.string().nullable(),
  previousOwnedBy: z.string().nullable(),
  generationId: z.string().nullable(),
  transfer: z.unknown(),
  note: z.string().nullable().describe('What was odd about it, such as dates that disagree with the PEM'),
  pem: z.string().nullable(),
  chain: z.array(
    z.object({
      certificateId: z.string().nullable(),
      subject: z.string(),
      status: z.string().nullable(),
      notAfter: instant.nullable(),
    }),
  ),
  attachedThings: z.array(
    z.object({
      name: z.string(),
      type: z.string().nullable(),
      presence: z.string(),
      presenceSince: instant.nullable(),
      clientId: z.string().nullable(),
      exclusive: z.boolean(),
      lastChance,
    }),
  ),
  attachedPolicies: z.array(
    z.object({
      name: z.string(),
      via: z.string().nullable().describe('Thing group it comes through, or null when direct'),
    }),
  ),
  raw: z.record(z.string(), z.unknown()),
})
export type CertificateDetail = z.infer<typeof certificateDetail>

/** How many active certificates expire in each bucket: days to come, then months; 'none' has no known expiry. */
export const expiryTimeline = z.object({
  overdue: z.number().int(),
  unknown: z.number().int(),
  days: z
    .array(z.object({ day: z.string(), certificates: z.number().int() }))
    .describe('The next 90 days, zeros included'),
  months: z
    .array(z.object({ month: z.string(), certificates: z.number().int() }))
    .describe('The next 36 months, zeros included'),
  later: z.number().int(),
})
export type ExpiryTimeline = z.infer<typeof expiryTimeline>

export const certificateBreakdown = z.object({
  statuses: z.array(facetValue),
  expiries: z.array(facetValue),
  concerns: z.array(facetValue),
  keys: z.array(facetValue),
  signatures: z.array(facetValue),
  authorities: z.array(facetValue.extend({ name: z.string().nullable() })),
  ages: z.array(z.object({ bucket: z.string(), olderThanDays: z.number().int(), count: z.number().int() })),
})
export type CertificateBreakdown = z.infer<typeof certificateBreakdown>

const tags = ['Credentials']

export const certificates = {
  list: asViewer
    .route({ method: 'GET', path: '/certificates', tags, summary: 'List device certificates' })
    .input(certificateFilters.extend(paging))
    .output(pageOf(certificate)),
  count: asViewer
    .route({ method: 'GET', path: '/certificates/count', tags, summary: 'Count the certificates a filter matches' })
    .input(certificateFilters)
    .output(count),
  timeline: asViewer
    .route({ method: 'GET', path: '/certificates/timeline', tags, summary: 'When active certificates expire' })
    .input(z.object({ account: accountId.optional() }))
    .output(expiryTimeline),
  breakdown: asViewer
    .route({
      method: 'GET',
      path: '/certificates/breakdown',
      tags,
      summary: 'Certificates by status, key, CA, age and concern',
    })
    .input(z.object({ account: accountId.optional() }))
    .output(certificateBreakdown),
  get: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/certificates/{certificateId}',
      tags,
      summary: 'One certificate, parsed',
    })
    .input(z.object({ account: accountId, certificateId }))
    .output(certificateDetail),
  history: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/certificates/{certificateId}/history',
      tags,
      summary: 'Observed changes of a certificate',
    })
    .input(z.object({ account: accountId, certificateId, ...paging }))
    .output(pageOf(historyEntry)),
}
