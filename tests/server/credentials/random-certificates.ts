import type pg from 'pg'
import type { CertificateStatus } from '#contract/health.ts'
import { aCertificate, aCertificateId, insert, insertAccount } from '#tests/support/builders.ts'
import { seeded } from '#tests/support/random.ts'

/** A certificate as it was put into the database, to compare answers with. Times in epoch ms. */
export type KnownCertificate = {
  id: string
  account: number
  enabled: boolean
  certificateId: string
  status: CertificateStatus
  commonName: string | null
  ca: string | null
  key: { algorithm: string; bits: number } | null
  signature: string | null
  notBefore: number | null
  notAfter: number | null
  created: number | null
  changed: number
  things: number | null
  hasPolicy: boolean | null
  leftover: boolean
  gone: boolean
}

const day = 86_400_000
const random = seeded(23)
export const authority = aCertificateId()

/** Fills a new database with three accounts, the last not watched, and a few hundred certificates of every kind. */
export async function randomCertificates(pool: pg.Pool, now: Date): Promise<KnownCertificate[]> {
  const all: KnownCertificate[] = []
  for (const [size, enabled] of [
    [220, true],
    [90, true],
    [20, false],
  ] as const) {
    const account = await insertAccount(pool, { enabled })
    const certificates = Array.from({ length: size }, () => randomCertificate(account, enabled, now.getTime()))
    const ids = await insert(pool, 'certificates', certificates.map(toRow))
    for (const [index, certificate] of certificates.entries()) certificate.id = String(ids[index])
    all.push(...certificates)
  }
  return all
}

function randomCertificate(account: number, enabled: boolean, now: number): KnownCertificate {
  // Few distinct times, at and around the edges of the windows, so that ties are many.
  const notAfter = random.chance(0.15)
    ? null
    : now + random.oneOf([-400, -1, 0, 0, 1, 7, 29, 30, 31, 400]) * day + random.oneOf([0, 0, -1])
  return {
    id: '',
    account,
    enabled,
    certificateId: `${random.oneOf(['ab', 'ac', 'f0'])}${aCertificateId().slice(2)}`,
    status: random.oneOf([
      'ACTIVE',
      'ACTIVE',
      'ACTIVE',
      'INACTIVE',
      'REVOKED',
      'PENDING_ACTIVATION',
      'PENDING_TRANSFER',
      'UNKNOWN',
    ]),
    commonName: random.oneOf([null, 'Pump 7', 'pump_8', 'ab-device', '100% =sum']),
    ca: random.chance(0.5) ? authority : null,
    key: random.oneOf([null, { algorithm: 'RSA', bits: 2048 }, { algorithm: 'EC', bits: 256 }]),
    signature: random.oneOf([null, 'SHA256-RSA', 'SHA1-RSA']),
    notBefore: notAfter === null ? null : now + random.oneOf([-500, -500, -1, 1]) * day,
    notAfter,
    created: random.chance(0.1) ? null : now - random.oneOf([1, 6, 7, 8, 100, 400]) * day,
    changed: now - random.oneOf([1, 8]) * day,
    things: random.oneOf([null, 0, 1, 2]),
    hasPolicy: random.oneOf([null, true, false]),
    leftover: random.chance(0.2),
    gone: random.chance(0.12),
  }
}

const at = (ms: number | null) => (ms === null ? null : new Date(ms))

function toRow(one: KnownCertificate) {
  return aCertificate({
    account_id: one.account,
    certificate_id: one.certificateId,
    status: one.status,
    common_name: one.commonName,
    ca_certificate_id: one.ca,
    key_algorithm: one.key?.algorithm ?? null,
    key_bits: one.key?.bits ?? null,
    signature_algorithm: one.signature,
    not_before: at(one.notBefore),
    not_after: at(one.notAfter),
    created_at: at(one.created),
    changed_at: at(one.changed),
    thing_count: one.things,
    has_policy: one.hasPolicy,
    leftover: one.leftover,
    gone_at: one.gone ? at(one.changed) : null,
  })
}
