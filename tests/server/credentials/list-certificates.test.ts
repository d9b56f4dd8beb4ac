import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate, CertificateFilters } from '#contract/certificates.ts'
import { type Concern, concern as concerns, expiry as expiries } from '#contract/health.ts'
import { exportCertificates } from '#server/credentials/export.ts'
import { certificateBreakdown } from '#server/credentials/queries/certificate-breakdown.ts'
import { certificateTimeline } from '#server/credentials/queries/certificate-timeline.ts'
import { countCertificates } from '#server/credentials/queries/count-certificates.ts'
import { listCertificates } from '#server/credentials/queries/list-certificates.ts'
import { expiryOf } from '#server/credentials/rules.ts'
import { contextAt } from '#tests/support/builders.ts'
import { parseCsv } from '#tests/support/csv.ts'
import { seeded } from '#tests/support/random.ts'
import { authority, type KnownCertificate, randomCertificates } from './random-certificates.ts'

const now = new Date('2026-11-20T12:00:00Z')
const day = 86_400_000
const at = contextAt(now)
let known: KnownCertificate[]

beforeAll(async () => {
  known = await randomCertificates(at.context.database.pool, now)
  await at.context.database.pool.query('analyze')
})

const sorts = [undefined, 'expiry', '-expiry', 'created', '-created'] as const

const filters: CertificateFilters[] = [
  {},
  { account: 2 },
  { account: 3 },
  { search: 'ab' },
  { search: 'AB0' },
  { search: 'pump_' },
  { search: '100%' },
  ...(['ACTIVE', 'REVOKED', 'PENDING_ACTIVATION', 'UNKNOWN', 'REGISTER_INACTIVE'] as const).map((status) => ({
    status,
  })),
  ...expiries.options.map((expiry) => ({ expiry })),
  { expiry: 'expired', status: 'REVOKED' },
  { expiresWithinDays: 0 },
  { expiresWithinDays: 7 },
  { expiresWithinDays: 30 },
  { expiresOn: '2026-11-20' },
  { expiresOn: '2026-12' },
  { olderThanDays: 7 },
  { olderThanDays: 300 },
  ...concerns.options.map((concern) => ({ concern })),
  { concern: 'shared', status: 'REVOKED' },
  { concern: 'pending-too-long', expiry: 'valid' },
  { ca: 'none' },
  { ca: authority },
  { key: 'RSA 2048' },
  { key: 'unknown' },
  { key: 'nonsense' },
  { signature: 'SHA1-RSA' },
  { signature: 'unknown' },
  { gone: true },
  { gone: true, expiry: 'expired' },
]

describe.each(filters)('%j', (filter) => {
  test.each(sorts)('in order of %s: every match once, in order, and counted', async (sort) => {
    const wanted = expected({ ...filter, sort })
    expect((await walk({ ...filter, sort }, 17)).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
    expect(await countCertificates(at.context, { ...filter, sort })).toEqual({ count: wanted.length, capped: false })
  })
})

test('any combination of filters gives what each of them leaves', async () => {
  const random = seeded(5)
  for (let round = 0; round < 200; round++) {
    const parts = [1, 2, 3].map(() => (random.chance(0.7) ? filters[random.below(filters.length)] : {}))
    const filter: CertificateFilters = { ...Object.assign({}, ...parts), sort: random.oneOf(sorts) }
    const shown = await walk(filter, 1 + random.below(60))
    expect(
      shown.map(({ id }) => id),
      JSON.stringify(filter),
    ).toEqual(expected(filter).map(({ id }) => id))
  }
})

test('a row shows the expiry and the concerns it is found by', async () => {
  for (const expiry of expiries.options) {
    expect(
      (await walk({ expiry }, 100)).every((one) => one.expiry === expiry),
      expiry,
    ).toBe(true)
  }
  for (const concern of concerns.options) {
    const found = await walk({ concern }, 100)
    expect(found.length, concern).toBeGreaterThan(0)
    expect(
      found.every((one) => one.concerns.includes(concern)),
      concern,
    ).toBe(true)
  }
})

test('every part of the breakdown counts what its filter lists', async () => {
  const breakdown = await certificateBreakdown(at.context, {})
  const listed = (filter: CertificateFilters) => expected(filter).length
  for (const { value, count } of breakdown.expiries)
    expect(count, value).toBe(listed({ expiry: expiries.parse(value) }))
  for (const { value, count } of breakdown.concerns)
    expect(count, value).toBe(listed({ concern: concerns.parse(value) }))
  for (const { value, count } of breakdown.keys) expect(count, value).toBe(listed({ key: value }))
  for (const { value, count } of breakdown.signatures) expect(count, value).toBe(listed({ signature: value }))
  for (const { value, count } of breakdown.authorities) expect(count, value).toBe(listed({ ca: value }))
  for (const { value, count } of breakdown.statuses) expect(count, value).toBe(listed({ status: value as 'ACTIVE' }))
  const dated = expected({}).filter(({ created }) => created !== null).length
  expect(breakdown.ages.reduce((sum, { count }) => sum + count, 0)).toBe(dated)
})

test('the timeline holds every active certificate once, today split at this moment', async () => {
  const timeline = await certificateTimeline(at.context, {})
  expect(timeline.overdue).toBe(expected({ expiry: 'expired' }).length)
  expect(timeline.unknown).toBe(expected({ expiry: 'unknown' }).length)
  const active = expected({ status: 'ACTIVE' }).length
  const inMonths = timeline.months.reduce((sum, { certificates }) => sum + certificates, 0)
  expect(timeline.overdue + timeline.unknown + inMonths + timeline.later).toBe(active)
  expect(timeline.days).toHaveLength(90)
  expect(timeline.days[0]).toEqual({
    day: '2026-11-20',
    certificates: expected({ expiresOn: '2026-11-20' }).filter(({ notAfter }) => (notAfter ?? 0) >= now.getTime())
      .length,
  })
})

test.each<CertificateFilters>([{}, { sort: '-created' }, { expiry: 'expiring', sort: '-expiry' }, { gone: true }])(
  'the export of %j is the list',
  async (filter) => {
    const shown = await walk(filter, 100)
    const rows = parseCsv(await text(await exportCertificates(at.context, filter)))
    expect(rows.map((row) => row.certificate_id)).toEqual(shown.map(({ certificateId }) => certificateId))
    expect(rows.map((row) => row.expiry)).toEqual(shown.map(({ expiry }) => expiry))
    expect(rows.map((row) => row.concerns)).toEqual(shown.map((one) => one.concerns.join('; ')))
    expect(rows.map((row) => (row.not_after ? new Date(row.not_after).toISOString() : null))).toEqual(
      shown.map(({ notAfter }) => notAfter),
    )
  },
)

async function walk(filter: CertificateFilters, limit: number): Promise<Certificate[]> {
  const shown: Certificate[] = []
  let cursor: string | undefined
  do {
    const page = await listCertificates(at.context, { ...filter, cursor, limit })
    shown.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return shown
}

/** The same question asked of the rows in memory, in the plainest way. */
function expected(filter: CertificateFilters): KnownCertificate[] {
  const flip = filter.sort?.startsWith('-') ? -1 : 1
  const key = (one: KnownCertificate) => (filter.sort?.endsWith('created') ? one.created : one.notAfter)
  return known
    .filter((one) => matches(one, filter))
    .sort((a, b) => {
      const [x, y] = [key(a), key(b)]
      const byId = flip * (Number(a.id) - Number(b.id))
      if (x === null || y === null) return Number(x === null) - Number(y === null) || byId
      return flip * (x - y) || byId
    })
}

function matches(one: KnownCertificate, filter: CertificateFilters): boolean {
  const { expiry, expiresWithinDays, expiresOn, concern, key, signature, search } = filter
  const end = one.notAfter ?? Number.NaN
  const dated = expiry !== undefined || expiresWithinDays !== undefined || expiresOn !== undefined
  const status = filter.status ?? (dated && concern !== 'pending-too-long' ? 'ACTIVE' : one.status)
  const name = one.commonName?.toLowerCase() ?? ''
  const text = search?.toLowerCase() ?? ''
  return (
    (filter.account ? one.account === filter.account : one.enabled) &&
    one.gone === (filter.gone ?? false) &&
    one.status === status &&
    (!expiry || expiryAt(one) === expiry) &&
    (expiresWithinDays === undefined || (end >= now.getTime() && end < now.getTime() + expiresWithinDays * day)) &&
    (!expiresOn || (one.notAfter !== null && new Date(end).toISOString().startsWith(expiresOn))) &&
    (!filter.olderThanDays || (one.created !== null && one.created < now.getTime() - filter.olderThanDays * day)) &&
    (!concern || concerned(one, concern)) &&
    (!filter.ca || (one.ca ?? 'none') === filter.ca) &&
    (!key || (one.key ? `${one.key.algorithm} ${one.key.bits}` : 'unknown') === key) &&
    (!signature || (one.signature ?? 'unknown') === signature) &&
    (!text || one.certificateId.startsWith(text) || (text.length < 3 ? name.startsWith(text) : name.includes(text)))
  )
}

const date = (ms: number | null) => (ms === null ? null : new Date(ms))
const expiryAt = ({ notBefore, notAfter }: KnownCertificate) =>
  expiryOf({ notBefore: date(notBefore), notAfter: date(notAfter) }, now)

function concerned(one: KnownCertificate, concern: Concern): boolean {
  const waited = (since: number | null) => since !== null && since < now.getTime() - 7 * day
  if (concern === 'pending-too-long')
    return (
      (one.status === 'PENDING_ACTIVATION' && waited(one.created)) ||
      (one.status === 'PENDING_TRANSFER' && waited(one.changed))
    )
  const facts: Record<Exclude<Concern, 'pending-too-long'>, boolean> = {
    shared: (one.things ?? 0) > 1,
    unattached: one.things === 0,
    'no-policy': one.hasPolicy === false,
    leftover: one.leftover,
    'links-unknown': one.things === null || one.hasPolicy === null,
  }
  return one.status === 'ACTIVE' && facts[concern]
}
