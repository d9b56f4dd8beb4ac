import { beforeEach, expect, test } from 'vitest'
import { getFinding } from '#server/findings/queries/get-finding.ts'
import { keepSightings, type Sighting } from '#server/findings/witness.ts'
import { inTransaction } from '#server/platform/db.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import { addCertificates, evaluate, findings, freshAccount, inDays, now, rows } from './world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool

beforeEach(async () => freshAccount(pool()))

const check = 'certificate-expiring'
const sighting = (subject: string, more: Partial<Sighting> = {}): Sighting => ({
  ...{ check, kind: 'certificate', subject, severity: 'medium', says: 'Approaching expiration' },
  ...more,
})

const audit = (complete: string[], ...sightings: Sighting[]) =>
  inTransaction(pool(), (tx) => keepSightings(tx, { account: 1, source: 'audit', now, complete }, sightings))

const stands = async () =>
  (await findings(pool())).map(({ subject, open, sources, severity, reopened }) => ({
    ...{ subject, open, sources, severity, reopened },
  }))

test('what both see is one finding, whoever saw it first; it is resolved when nobody says so any more', async () => {
  await audit([check], sighting('c1'), sighting('c2'))
  await addCertificates(pool(), [inDays(3), inDays(300), inDays(20)])
  await evaluate(pool())
  expect(await stands()).toEqual([
    { subject: 'c1', open: true, sources: ['audit', 'ours'], severity: 'high', reopened: 0 },
    { subject: 'c2', open: true, sources: ['audit'], severity: 'medium', reopened: 0 },
    { subject: 'c3', open: true, sources: ['ours'], severity: 'medium', reopened: 0 },
  ])
  await audit([check], sighting('c3'))
  expect(await stands()).toEqual([
    { subject: 'c1', open: true, sources: ['ours'], severity: 'high', reopened: 0 },
    { subject: 'c2', open: false, sources: ['audit'], severity: 'medium', reopened: 0 },
    { subject: 'c3', open: true, sources: ['ours', 'audit'], severity: 'medium', reopened: 0 },
  ])
  expect(await rows(pool(), `SELECT source, gone_at IS NOT NULL AS gone FROM finding_witnesses ORDER BY 1, 2`)).toEqual(
    [
      { source: 'audit', gone: false },
      { source: 'audit', gone: true },
      { source: 'audit', gone: true },
      { source: 'ours', gone: false },
      { source: 'ours', gone: false },
    ],
  )
})

test('when ours passes, the finding goes on in the words of the audit', async () => {
  await addCertificates(pool(), [inDays(3)])
  await audit([check], sighting('c1'))
  await evaluate(pool())
  await pool().query(`UPDATE certificates SET not_after = $1`, [inDays(400)])
  await evaluate(pool())
  expect(await rows(pool(), 'SELECT open, sources, severity, detail FROM findings')).toEqual([
    { open: true, sources: ['audit'], severity: 'medium', detail: 'Approaching expiration' },
  ])
})

test('what only we said and was resolved is still told when another says so later', async () => {
  await addCertificates(pool(), [inDays(3)])
  await evaluate(pool())
  await pool().query('UPDATE certificates SET not_after = $1', [inDays(400)])
  await evaluate(pool(), { now: () => inDays(0.01) })
  const [finding] = await rows(pool(), 'SELECT id FROM findings')
  const told = () => getFinding({ database: base.db }, { id: String(finding?.id) })
  const ours = { source: 'ours', says: 'Expires on 2026-11-23', firstAt: now.toISOString() }
  const gone = inDays(0.01).toISOString()
  expect((await told()).witnesses).toMatchObject([{ ...ours, goneAt: gone }])
  await audit([check], sighting('c1'))
  expect(await told()).toMatchObject({
    detail: 'Approaching expiration',
    witnesses: [
      { source: 'audit', says: 'Approaching expiration', goneAt: null },
      { ...ours, goneAt: gone },
    ],
  })
  expect((await told()).log.map(({ kind, text }) => `${kind}: ${text}`).toSorted()).toEqual([
    'opened: Expires on 2026-11-23',
    'reopened: Approaching expiration',
    'resolved: null',
  ])
})

test('told again nothing changes; a check that was not evaluated resolves nothing', async () => {
  const other = sighting('p1', { check: 'SOME_FUTURE_CHECK', kind: 'policy', reason: 'WIDE' })
  expect(await audit([check, 'SOME_FUTURE_CHECK'], sighting('c1'), other)).toBe(2)
  expect(await audit([check, 'SOME_FUTURE_CHECK'], sighting('c1'), other)).toBe(0)
  expect(await audit([])).toBe(0)
  expect(await audit([check])).toBe(1)
  expect(await stands()).toMatchObject([
    { subject: 'p1', open: true },
    { subject: 'c1', open: false },
  ])
  expect(await audit([check], sighting('c1'))).toBe(1)
  expect(await stands()).toMatchObject([{ open: true }, { subject: 'c1', open: true, reopened: 1 }])
})

test('it speaks for the first of our reasons when it gives none', async () => {
  await pool().query(
    `INSERT INTO findings (account_id, check_id, subject_kind, subject, reason, severity, rank, detail, sources, first_seen_at, opened_at, content_hash)
     SELECT 1, $1, 'certificate', 'c1', r, 'high', 1, 'Ours', '{ours}', $2, $2, 1 FROM unnest('{b,a}'::text[]) r`,
    [check, now],
  )
  await audit([check], sighting('c1'))
  expect(await rows(pool(), 'SELECT reason, sources, detail FROM findings ORDER BY 1')).toEqual([
    { reason: 'a', sources: ['ours', 'audit'], detail: 'Ours' },
    { reason: 'b', sources: ['ours'], detail: 'Ours' },
  ])
})
