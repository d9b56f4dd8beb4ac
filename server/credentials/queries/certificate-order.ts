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
  const walks = byCreation ? creationWalks(filters) : expiryWalks(filters)
  const stretch = (keyed: boolean): Stretch => {
    const dated = keyed ? sql`${key} is not null` : sql`${key} is null`
    const ranges = walks.map(({ within, where = [] }) => walk(conditions, within, [dated, ...where], key))
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

/** `within`: the filters one index answers. `where`: what else it is asked, to the same end. */
type Walk = { within: Name[]; where?: Fragment[] }

/** The indexes ordered by expiry that serve the first of the filters which has one. */
function expiryWalks(filters: CertificateFilters): Walk[] {
  const { concern, ca, key, signature, gone } = filters
  if (gone) return [{ within: ['gone', 'window'] }]
  if (concern === 'pending-too-long') {
    return ['PENDING_ACTIVATION', 'PENDING_TRANSFER'].map((status) => ({
      within: ['gone', 'window'],
      where: [sql`c.status = ${status}`],
    }))
  }
  const first = concern
    ? 'concern'
    : ca
      ? 'ca'
      : key
        ? 'key'
        : signature
          ? 'signature'
          : statusOf(filters)
            ? 'status'
            : null
  return [{ within: first ? ['gone', 'window', first] : ['gone', 'window'] }]
}

function creationWalks({ gone, concern }: CertificateFilters): Walk[] {
  return gone || concern === 'pending-too-long' ? [] : [{ within: ['gone', 'age'] }]
}

function walk(conditions: CertificateConditions, within: Name[], where: Fragment[], key: Fragment): Range {
  const isWithin = (name: string) => within.some((one) => one === name)
  const entries = Object.entries(conditions)
  return {
    from: sql`certificates c`,
    alias: sql`c`,
    columns: sql`c.*`,
    covered: false,
    where: [...entries.flatMap(([name, condition]) => (isWithin(name) ? [condition] : [])), ...where],
    join: sql``,
    filters: entries.flatMap(([name, condition]) => (isWithin(name) ? [] : [condition])),
    key,
    id: sql`c.id`,
  }
}
