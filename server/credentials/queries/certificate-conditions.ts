import type { CertificateFilters } from '#contract/certificates.ts'
import { type CertificateStatus, type Concern, certificateStatus, type Expiry } from '#contract/health.ts'
import { daysAfter, expiryWindows, pendingTooLongDays } from '#server/credentials/rules.ts'
import { escapeLike, every, type Fragment, joined, sql } from '#server/platform/sql.ts'

type ConditionName = 'gone' | 'search' | 'status' | 'window' | 'begun' | 'age' | 'concern' | 'ca' | 'key' | 'signature'
export type CertificateConditions = Partial<Record<ConditionName, Fragment>>

/** What each filter asks of a certificate `c`. `window` holds everything asked of its last day. */
export function certificateConditions(filters: CertificateFilters, now: Date): CertificateConditions {
  const { search, expiry, olderThanDays, concern, ca, key, signature } = filters
  const status = statusOf(filters)
  const window = windowsOf(filters, now)
  return {
    gone: filters.gone ? sql`c.gone_at is not null` : sql`c.gone_at is null`,
    ...(search && { search: matches(search) }),
    ...(status && { status: hasStatus(status) }),
    ...(window.length > 0 && { window: every(window) }),
    ...(expiry && { begun: begun(expiry, now) }),
    ...(olderThanDays && { age: sql`c.created_at < ${daysAfter(now, -olderThanDays)}` }),
    ...(concern && { concern: concernCondition(concern, now) }),
    ...(ca && { ca: ca === 'none' ? sql`c.ca_certificate_id is null` : sql`c.ca_certificate_id = ${ca}` }),
    ...(key && { key: hasKey(key) }),
    ...(signature && { signature: hasSignature(signature) }),
  }
}

// Words that AWS may say one day are shown as unknown (statusIn in rules.ts), and found under it.
function hasStatus(status: CertificateStatus): Fragment {
  if (status !== 'UNKNOWN') return sql`c.status = ${status}`
  const known = certificateStatus.options.filter((one) => one !== 'UNKNOWN')
  return sql`c.status <> all(${known}::text[])`
}

/** Dates weigh only on a certificate that can connect, unless the person names another status. */
export function statusOf({ status, expiry, expiresWithinDays, expiresOn, concern }: CertificateFilters) {
  if (status) return status
  const dated = expiry !== undefined || expiresWithinDays !== undefined || expiresOn !== undefined
  return dated && concern !== 'pending-too-long' ? 'ACTIVE' : undefined
}

/** What makes a concern, in SQL that the partial indexes repeat word for word. It weighs on what can connect. */
export function concernCondition(concern: Concern, now: Date): Fragment {
  if (concern !== 'pending-too-long') return concerns[concern]
  const cutoff = daysAfter(now, -pendingTooLongDays)
  // AWS dates a registration; of a transfer we know when its status was first seen.
  return sql`((c.status = 'PENDING_ACTIVATION' and c.created_at < ${cutoff})
    or (c.status = 'PENDING_TRANSFER' and c.changed_at < ${cutoff}))`
}

const concerns = {
  shared: sql`(c.status = 'ACTIVE' and c.thing_count > 1)`,
  unattached: sql`(c.status = 'ACTIVE' and c.thing_count = 0)`,
  'no-policy': sql`(c.status = 'ACTIVE' and not c.has_policy)`,
  leftover: sql`(c.status = 'ACTIVE' and c.leftover)`,
  'links-unknown': sql`(c.status = 'ACTIVE' and (c.thing_count is null or c.has_policy is null))`,
} satisfies Record<Exclude<Concern, 'pending-too-long'>, Fragment>

function windowsOf({ expiry, expiresWithinDays, expiresOn }: CertificateFilters, now: Date): Fragment[] {
  const windows: Fragment[] = expiry ? [expiryWindow(expiry, now)] : []
  if (expiresWithinDays !== undefined) windows.push(between(now, daysAfter(now, expiresWithinDays)))
  if (expiresOn) {
    const [year = 1970, month = 1, day] = expiresOn.split('-').map(Number)
    const from = new Date(Date.UTC(year, month - 1, day ?? 1))
    windows.push(between(from, new Date(day ? Date.UTC(year, month - 1, day + 1) : Date.UTC(year, month, 1))))
  }
  return windows
}

function expiryWindow(expiry: Expiry, now: Date): Fragment {
  const { expired, expiring, valid } = expiryWindows(now)
  if (expiry === 'expired') return sql`c.not_after < ${expired.lt}::timestamptz`
  if (expiry === 'expiring') return between(expiring.gte, expiring.lt)
  if (expiry === 'valid') return sql`c.not_after >= ${valid.gte}::timestamptz`
  if (expiry === 'not-yet-valid') return sql`c.not_after >= ${now}::timestamptz`
  return sql`c.not_after is null`
}

// The first day settles only what the last day leaves open (expiryOf in rules.ts).
function begun(expiry: Expiry, now: Date): Fragment {
  if (expiry === 'not-yet-valid') return sql`c.not_before > ${now}::timestamptz`
  if (expiry === 'expired' || expiry === 'unknown') return sql`true`
  return sql`(c.not_before is null or c.not_before <= ${now}::timestamptz)`
}

function between(from: Date, to: Date): Fragment {
  return sql`(c.not_after >= ${from}::timestamptz and c.not_after < ${to}::timestamptz)`
}

function hasKey(key: string): Fragment {
  if (key === 'unknown') return sql`(c.key_algorithm is null and c.key_bits is null)`
  const [, algorithm, bits] = /^(.+) (\d{1,6})$/.exec(key) ?? []
  if (!algorithm) return sql`false`
  return sql`(c.key_algorithm = ${algorithm} and c.key_bits = ${Number(bits)})`
}

function hasSignature(signature: string): Fragment {
  return signature === 'unknown' ? sql`c.signature_algorithm is null` : sql`c.signature_algorithm = ${signature}`
}

function matches(search: string): Fragment {
  const name = escapeLike(search)
  const ids = [...new Set([search, search.toLowerCase()])]
  return joined(
    [
      sql`(${joined(ids.map(startsWith), ' or ')}`,
      // Two letters name too many; they must at least begin the name.
      sql`c.common_name ilike ${search.length < 3 ? `${name}%` : `%${name}%`})`,
    ],
    ' or ',
  )
}

const startsWith = (id: string) => sql`(c.certificate_id >= ${id} and c.certificate_id < ${`${id}\u{10FFFF}`})`
