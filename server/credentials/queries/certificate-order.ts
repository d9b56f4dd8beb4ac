import type { CertificateFilters } from '#contract/certificates.ts'
import type { OrderedList, Range, Stretch } from '#server/platform/ordered-list.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { type CertificateConditions, certificateConditions, statusOf } from './certificate-conditions.ts'

/** The certificates under these filters as ordered stretches: those with a date, then those without. */
export function certificateList(filters: CertificateFilters, now: Date): OrderedList {
  const conditions = certificateConditions(filters, now)
  const sort = filters.sort ?? 'expiry'
  const byCreation = sort.endsWith('created')
  const key = byCreation ? sql`c.created_at` : sql`c.not_after`
  const within = byCreation ? creationIndex(filters) : expiryIndex(filters)
  const stretch = (keyed: boolean): Stretch => {
    const dated = keyed ? sql`${key} is not null` : sql`${key} is null`
    const ranges = within ? [walk(conditions, within, dated, key)] : []
    const where = [...Object.values(conditions), dated]
    return {
      keyed,
      keyType: 'timestamptz',
      ranges,
      set: { from: sql`certificates c`, where, key, id: sql`c.id`, account: sql`c.account_id` },
    }
  }
  return { descending: sort.startsWith('-'), stretches: keyedStretches(filters, byCreation).map(stretch) }
}

/** The certificates a filter matches, in no order: conditions on `certificates c`. */
export function certificateSet(filters: CertificateFilters, now: Date): Fragment[] {
  return Object.values(certificateConditions(filters, now))
}

// A filter on the last day leaves out the stretch it contradicts.
function keyedStretches(
  { expiry, expiresWithinDays, expiresOn, olderThanDays }: CertificateFilters,
  byCreation: boolean,
) {
  if (byCreation) return olderThanDays ? [true] : [true, false]
  if (expiry === 'unknown') return [false]
  return expiry || expiresWithinDays !== undefined || expiresOn ? [true] : [true, false]
}

type Name = keyof CertificateConditions

/** The filters answered by the index that is ordered by expiry and serves the first of them; null: none does. */
function expiryIndex(filters: CertificateFilters): Name[] | null {
  const { concern, ca, key, signature, gone } = filters
  if (gone) return ['gone', 'window']
  if (concern === 'pending-too-long') return null
  if (concern) return ['gone', 'window', 'concern']
  if (ca) return ['gone', 'window', 'ca']
  if (key) return ['gone', 'window', 'key']
  if (signature) return ['gone', 'window', 'signature']
  return statusOf(filters) ? ['gone', 'window', 'status'] : ['gone', 'window']
}

function creationIndex({ gone, concern }: CertificateFilters): Name[] | null {
  return gone || concern === 'pending-too-long' ? null : ['gone', 'age']
}

function walk(conditions: CertificateConditions, within: Name[], dated: Fragment, key: Fragment): Range {
  const isWithin = (name: string) => within.some((one) => one === name)
  const entries = Object.entries(conditions)
  return {
    from: sql`certificates c`,
    alias: sql`c`,
    columns: sql`c.*`,
    covered: false,
    where: [...entries.flatMap(([name, condition]) => (isWithin(name) ? [condition] : [])), dated],
    join: sql``,
    filters: entries.flatMap(([name, condition]) => (isWithin(name) ? [] : [condition])),
    key,
    id: sql`c.id`,
  }
}
