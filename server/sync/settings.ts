import { z } from 'zod'
import { type RetrySettings, retryDefaults } from '#server/aws/call.ts'
import { type PageSizes, pageDefaults } from '#server/aws/pages.ts'
import { parseEnvironment, type Variables } from '#server/platform/env.ts'

const number = (schema: z.ZodCoercedNumber, fallback: number) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.default(fallback))

const variables = z.object({
  /** The share of AWS's default quota that all workers together may use. */
  FLEETWARDEN_QUOTA_SHARE: number(z.coerce.number().gt(0).max(1), 0.5),
  /** Multiplies AWS's default quotas, for accounts and endpoints with others; 0 does not pace at all. */
  FLEETWARDEN_QUOTA_SCALE: number(z.coerce.number().min(0), 1),
  /** A worker that is silent for this long is taken for dead. */
  FLEETWARDEN_LEASE_MS: number(z.coerce.number().int().min(100), 30_000),
  /** Attachments are read again after this long, because AWS tells of no change. */
  FLEETWARDEN_RECHECK_HOURS: number(z.coerce.number().gt(0), 24),
  /** Passes one worker runs at a time. */
  FLEETWARDEN_WORKER_PASSES: number(z.coerce.number().int().min(1).max(200), 8),
  /** Things asked of the fleet index at a time; some endpoints allow 500. */
  FLEETWARDEN_SEARCH_PAGE: number(z.coerce.number().int().min(1).max(500), pageDefaults.search),
  /** The first wait before a call is tried again, in ms. */
  FLEETWARDEN_RETRY_BASE_MS: number(z.coerce.number().min(0), retryDefaults.baseMs),
})

/** How to collect. */
export type SyncSettings = {
  pace: { share: number; scale: number }
  retry: RetrySettings
  pages: PageSizes
  leaseMs: number
  recheckMs: number
  passes: number
  /** Objects stored at a time; a page is never split. */
  batchItems: number
}

/** Reads the settings from the environment. Throws an EnvironmentError. */
export function syncSettings(source: Variables = process.env): SyncSettings {
  const env = parseEnvironment(variables, source)
  return {
    pace: { share: env.FLEETWARDEN_QUOTA_SHARE, scale: env.FLEETWARDEN_QUOTA_SCALE },
    retry: { ...retryDefaults, baseMs: env.FLEETWARDEN_RETRY_BASE_MS },
    pages: { ...pageDefaults, search: env.FLEETWARDEN_SEARCH_PAGE },
    leaseMs: env.FLEETWARDEN_LEASE_MS,
    recheckMs: env.FLEETWARDEN_RECHECK_HOURS * 3_600_000,
    passes: env.FLEETWARDEN_WORKER_PASSES,
    batchItems: 1_000,
  }
}
