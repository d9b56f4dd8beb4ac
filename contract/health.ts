import { z } from 'zod'

/** Credential health of a thing. 'none': no certificate attached; 'inactive': none of them can connect. */
export const credentialHealth = z.enum(['valid', 'expiring', 'expired', 'inactive', 'none', 'unknown'])
export type CredentialHealth = z.infer<typeof credentialHealth>

/** Whether a thing is connected, as AWS's fleet index last said; 'unknown' when nothing says. */
export const presence = z.enum(['connected', 'disconnected', 'never-connected', 'unknown'])
export type Presence = z.infer<typeof presence>

/** A certificate's status in AWS's own words, or UNKNOWN when it is known only through a link. */
export const certificateStatus = z.enum([
  'ACTIVE',
  'INACTIVE',
  'REVOKED',
  'PENDING_TRANSFER',
  'PENDING_ACTIVATION',
  'REGISTER_INACTIVE',
  'UNKNOWN',
])
export type CertificateStatus = z.infer<typeof certificateStatus>

/** Where a certificate stands between its dates. 'unknown' until AWS described it. */
export const expiry = z.enum(['valid', 'expiring', 'expired', 'not-yet-valid', 'unknown'])
export type Expiry = z.infer<typeof expiry>

/** Reasons to look at a certificate apart from its dates. */
export const concern = z.enum(['shared', 'unattached', 'no-policy', 'leftover', 'pending-too-long', 'links-unknown'])
export type Concern = z.infer<typeof concern>

/** How a feed stands. 'stale': its last success is older than three of its periods. */
export const feedState = z.enum([
  'fresh',
  'stale',
  'running',
  'never',
  'not-permitted',
  'unavailable',
  'credentials',
  'failed',
])
export type FeedState = z.infer<typeof feedState>
