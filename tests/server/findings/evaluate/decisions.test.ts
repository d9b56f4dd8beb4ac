import { beforeEach, expect, test } from 'vitest'
import { readChecks } from '#server/findings/evaluate/settings.ts'
import { expireSuppressions } from '#server/findings/suppressions/expire.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import { addCertificates, evaluate, findings, freshAccount, inDays, now, rows } from './world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool

beforeEach(async () => freshAccount(pool()))

const suppress = async (scope: { check?: string; subject?: string }, expiresAt: Date | null = inDays(1)) => {
  const { rows } = await pool().query<{ id: number }>(
    `INSERT INTO finding_suppressions (check_id, subject, why, owner_id, owner_name, by_id, by_name, state, expires_at, at)
     VALUES ($1, $2, 'Being replaced', 'a', 'Ada', 'a', 'Ada', 'active', $3, $4) RETURNING id`,
    [scope.check ?? null, scope.subject ?? null, expiresAt, now],
  )
  return rows[0]?.id ?? 0
}
const hidden = async () =>
  (await findings(pool())).filter((one) => one.hidden).map(({ check_id, subject }) => `${check_id} ${subject}`)
const notices = () => rows(pool(), 'SELECT about, severity, title, body FROM notices ORDER BY id')

test('what is new and covered is hidden at once, and nobody is told; it shows again when the time is up', async () => {
  const wide = await suppress({ check: 'certificate-expiring', subject: 'c*' })
  await addCertificates(pool(), [inDays(3), inDays(4)])
  await evaluate(pool())
  expect(await hidden()).toEqual(['certificate-expiring c1', 'certificate-expiring c2'])
  expect(await rows(pool(), 'SELECT hid::int FROM finding_suppressions')).toEqual([{ hid: 2 }])
  expect(await notices()).toEqual([])
  await suppress({ subject: 'c2' }, null)
  expect(await expireSuppressions(pool(), inDays(0.5))).toBe(0)
  expect(await expireSuppressions(pool(), inDays(1))).toBe(1)
  expect(await hidden()).toEqual(['certificate-expiring c2'])
  expect(await rows(pool(), `SELECT text FROM finding_log WHERE kind = 'unsuppressed'`)).toEqual([
    { text: `Suppression ${wide} expired` },
  ])
  expect(
    await rows(pool(), `SELECT actor_name, object_id FROM activity WHERE action = 'finding.suppression-expired'`),
  ).toEqual([{ actor_name: 'System', object_id: String(wide) }])
  await evaluate(pool())
  expect(await notices()).toMatchObject([{ about: 'finding', title: 'Finding: Device certificate expires soon' }])
  expect(await expireSuppressions(pool(), inDays(2))).toBe(0)
})

test('a reopened finding is hidden by what is active then', async () => {
  await addCertificates(pool(), [inDays(3)])
  await evaluate(pool())
  await pool().query('UPDATE certificates SET not_after = $1', [inDays(300)])
  await evaluate(pool())
  await suppress({ subject: 'c1' })
  await pool().query('UPDATE certificates SET not_after = $1', [inDays(3)])
  await evaluate(pool())
  expect(await hidden()).toEqual(['certificate-expiring c1'])
})

test('what opened at the very moment when a suppression began is hidden within a minute', async () => {
  await addCertificates(pool(), [inDays(3)])
  await evaluate(pool())
  await suppress({ subject: 'c1' })
  await evaluate(pool(), { now: () => inDays(0.001) })
  expect(await hidden()).toEqual(['certificate-expiring c1'])
})

test('hiding much is a finding itself, which nothing hides', async () => {
  await addCertificates(
    pool(),
    Array.from({ length: 120 }, () => inDays(3)),
  )
  const checks = (await readChecks(pool())).filter(({ id }) =>
    ['certificate-expiring', 'account-suppression-broad'].includes(id),
  )
  await evaluate(pool(), { checks })
  const wide = await suppress({ check: 'certificate-expiring', subject: '*' })
  await suppress({ subject: '123456789012' })
  await pool().query(`UPDATE findings SET suppression_id = $1 WHERE check_id = 'certificate-expiring'`, [wide])
  await evaluate(pool(), { checks })
  expect(
    await rows(pool(), `SELECT subject, reason, detail, suppression_id FROM findings WHERE subject_kind = 'account'`),
  ).toEqual([
    {
      ...{ subject: '123456789012', reason: `suppression ${wide}`, suppression_id: null },
      detail: `Suppression ${wide} by Ada hides all of certificate-expiring`,
    },
  ])
  await expireSuppressions(pool(), inDays(1))
  await evaluate(pool(), { checks })
  expect(await rows(pool(), `SELECT open FROM findings WHERE subject_kind = 'account'`)).toEqual([{ open: false }])
})

test('grave findings are told once, one notice for each check', async () => {
  await addCertificates(
    pool(),
    Array.from({ length: 8 }, () => inDays(3)),
  )
  await addCertificates(pool(), [inDays(20)], 100)
  await evaluate(pool())
  const told = await notices()
  expect(told).toMatchObject([
    { about: 'finding', severity: 'high', title: '8 findings: Device certificate expires soon' },
  ])
  expect(String(told[0]?.body).split('\n').slice(1)).toEqual([
    ...['c1', 'c2', 'c3', 'c4', 'c5'].map((name) => `${name}: Expires on 2026-11-23`),
    '… and 3 more',
  ])
  await evaluate(pool())
  expect(await notices()).toHaveLength(1)
})

test('a day ends with what is open and shown, and counts what opened and was resolved', async () => {
  await addCertificates(pool(), [inDays(3), inDays(4), inDays(300)])
  await evaluate(pool())
  await pool().query(`UPDATE certificates SET not_after = $1 WHERE certificate_id = 'c1'`, [inDays(300)])
  await evaluate(pool())
  const days = () =>
    rows(pool(), `SELECT day::text, open::int, opened::int, resolved::int FROM finding_days ORDER BY day`)
  expect(await days()).toEqual([{ day: '2026-11-20', open: 1, opened: 2, resolved: 1 }])
  await evaluate(pool(), { now: () => inDays(0.6) })
  expect((await days())[1]).toEqual({ day: '2026-11-21', open: 1, opened: 0, resolved: 0 })
})
