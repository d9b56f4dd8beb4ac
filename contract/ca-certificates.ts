import { z } from 'zod'
import { accountId, asViewer, facetValue, instant, pageOf, paging, rowId } from './base.ts'
import { expiry } from './health.ts'
import { historyEntry } from './history.ts'

export const caCertificate = z.object({
  id: rowId,
  account: z.number().int(),
  certificateId: z.string(),
  status: z.string(),
  expiry,
  commonName: z.string().nullable(),
  subject: z.string().nullable(),
  issuer: z.string().nullable(),
  notBefore: instant.nullable(),
  notAfter: instant.nullable(),
  keyAlgorithm: z.string().nullable(),
  keyBits: z.number().int().nullable(),
  signatureAlgorithm: z.string().nullable(),
  autoRegistration: z.boolean().nullable(),
  certificates: z.number().int().describe('Registered certificates it issued'),
  activeCertificates: z.number().int(),
  goneAt: instant.nullable(),
})
export type CaCertificate = z.infer<typeof caCertificate>

export const caCertificateDetail = caCertificate.extend({
  arn: z.string().nullable(),
  mode: z.string().nullable(),
  serialNumber: z.string().nullable(),
  fingerprint: z.string().nullable(),
  createdAt: instant.nullable(),
  lastModifiedAt: instant.nullable(),
  ownedBy: z.string().nullable(),
  registrationConfig: z.unknown(),
  pem: z.string().nullable(),
  parseError: z.string().nullable(),
  statuses: z.array(facetValue),
  firstSeenAt: instant,
  changedAt: instant,
})
export type CaCertificateDetail = z.infer<typeof caCertificateDetail>

const tags = ['Credentials']
const one = z.object({ account: accountId, certificateId: z.string().min(1).max(128) })

export const caCertificates = {
  list: asViewer
    .route({ method: 'GET', path: '/ca-certificates', tags, summary: 'List CA certificates' })
    .input(z.object({ account: accountId.optional() }))
    .output(z.array(caCertificate)),
  get: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/ca-certificates/{certificateId}',
      tags,
      summary: 'One CA certificate',
    })
    .input(one)
    .output(caCertificateDetail),
  history: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/ca-certificates/{certificateId}/history',
      tags,
      summary: 'Observed changes of a CA certificate',
    })
    .input(one.extend(paging))
    .output(pageOf(historyEntry)),
}
