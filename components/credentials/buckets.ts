import type { CertificateFilters, ExpiryTimeline } from '#contract/certificates.ts'

type Bucket = {
  id: string
  label: string
  count: number
  health: 'ok' | 'attention' | 'bad' | 'unknown'
  filters: CertificateFilters
}

const within = [7, 30, 90] as const

/**
 * Active certificates by how long they have left; each bucket holds the ones before it too, as the filter it leads to
 * does. Expired and unknown stand apart.
 */
export function bucketsOf(timeline: ExpiryTimeline): Bucket[] {
  const upTo = (days: number) => timeline.days.slice(0, days).reduce((sum, { certificates }) => sum + certificates, 0)
  return [
    {
      id: 'expired',
      label: 'Expired, still active',
      count: timeline.overdue,
      health: timeline.overdue > 0 ? 'bad' : 'ok',
      filters: { expiry: 'expired' },
    },
    ...within.map((days): Bucket => {
      const count = upTo(days)
      return {
        id: `within-${days}`,
        label: `Expire within ${days} days`,
        count,
        health: count > 0 && days <= 30 ? 'attention' : 'ok',
        filters: { expiresWithinDays: days },
      }
    }),
    {
      id: 'unknown',
      label: 'Dates unknown',
      count: timeline.unknown,
      health: timeline.unknown > 0 ? 'unknown' : 'ok',
      filters: { expiry: 'unknown' },
    },
  ]
}
