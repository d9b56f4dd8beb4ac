import { expect, test } from 'vitest'
import type { CredentialHealth } from '#contract/health.ts'
import { deriveThings } from '#server/credentials/derive-things.ts'
import { tickCredentialHealth } from '#server/credentials/health-tick.ts'
import { type HeldCertificate, thingHealth } from '#server/credentials/thing-health.ts'
import { createDatabase } from '#server/platform/db.ts'
import { useTestDatabase } from '#tests/support/database.ts'

const now = new Date('2026-06-01T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const active = (notAfter: Date | null): HeldCertificate => ({ status: 'ACTIVE', notAfter })

const cases: [string, HeldCertificate[] | null, CredentialHealth][] = [
  ['never read', null, 'unknown'],
  ['without a certificate', [], 'none'],
  ['with a revoked one only', [{ status: 'REVOKED', notAfter: inDays(400) }], 'inactive'],
  ['with thirty days left', [active(inDays(30))], 'valid'],
  ['with a moment less', [active(new Date(inDays(30).getTime() - 1))], 'expiring'],
  ['that ends now', [active(now)], 'expiring'],
  ['that ended a moment ago', [active(new Date(now.getTime() - 1))], 'expired'],
  ['with a successor', [active(inDays(-1)), active(inDays(300))], 'valid'],
  ['with an undescribed one that could be the last', [active(inDays(5)), active(null)], 'unknown'],
  ['with an undescribed one beside a good one', [active(inDays(300)), active(null)], 'valid'],
  [
    'with an expired active and a good inactive one',
    [active(inDays(-1)), { status: 'INACTIVE', notAfter: inDays(300) }],
    'expired',
  ],
]

test.each(cases)('a thing %s', (_, certificates, health) => expect(thingHealth(certificates, now)).toBe(health))

const database = useTestDatabase()

test('SQL says the same, and the tick moves what a date has passed', async () => {
  const { pool, close } = createDatabase(database.url)
  await pool.query(`INSERT INTO aws_accounts (aws_account_id, region, name) VALUES ('123456789012', 'eu-west-1', 'a')`)
  const ids: number[] = []
  for (const [name, certificates] of cases) {
    const { rows } = await pool.query(
      'INSERT INTO things (account_id, name, content_hash) VALUES (1, $1, 0) RETURNING id',
      [name],
    )
    ids.push(rows[0].id)
    if (certificates === null) continue
    await pool.query(`INSERT INTO thing_principal_checks VALUES ($1, 1, now())`, [rows[0].id])
    for (const { status, notAfter } of certificates) {
      await pool.query(
        `WITH c AS (INSERT INTO certificates (account_id, certificate_id, status, not_after) VALUES (1, gen_random_uuid(), $2, $3) RETURNING id)
         INSERT INTO thing_certificates (account_id, thing_row_id, certificate_row_id) SELECT 1, $1, id FROM c`,
        [rows[0].id, status, notAfter],
      )
    }
  }
  const healths = async () =>
    (await pool.query('SELECT name, credential_health FROM things ORDER BY id')).rows.map((row) => [
      row.name,
      row.credential_health,
    ])
  const tx = await pool.connect()
  await deriveThings({ tx }, ids, now)
  tx.release()
  expect(await healths()).toEqual(cases.map(([name, , health]) => [name, health]))

  await tickCredentialHealth(pool, now)
  const later = inDays(10)
  expect(await tickCredentialHealth(pool, later)).toBeLessThan(cases.length)
  expect(await healths()).toEqual(cases.map(([name, certificates]) => [name, thingHealth(certificates, later)]))
  await close()
})
