import type { CertificateFilters } from '#contract/certificates.ts'

export type Bucket = {
  label: string
  filters: CertificateFilters
  /** How its figure looks while it is not zero. */
  ink: string
}

/**
 * Active certificates by how long they have left. Each is counted by the very filter it leads to, so that the figure
 * and the list agree; "within 30 days" includes those within 7.
 */
export const buckets: readonly Bucket[] = [
  { label: 'Expired, still active', filters: { expiry: 'expired' }, ink: 'text-bad' },
  { label: 'Expire within 7 days', filters: { expiresWithinDays: 7 }, ink: 'text-bad' },
  { label: 'Expire within 30 days', filters: { expiresWithinDays: 30 }, ink: 'text-attention' },
  { label: 'Expire within 90 days', filters: { expiresWithinDays: 90 }, ink: 'text-ink' },
  { label: 'Dates unknown', filters: { expiry: 'unknown' }, ink: 'text-unknown' },
]
