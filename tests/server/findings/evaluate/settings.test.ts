import { beforeEach, expect, test } from 'vitest'
import { readChecks } from '#server/findings/evaluate/settings.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import { addCertificates, evaluate, findings, freshAccount, inDays, results, rows } from './world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool

beforeEach(async () => freshAccount(pool()))

const set = (columns: {
  enabled?: boolean
  severity?: string
  parameters?: object
  per_type?: object[]
  per_group?: object[]
}) =>
  pool().query(
    `INSERT INTO check_settings (check_id, enabled, severity, parameters, per_type, per_group) VALUES ('certificate-expiring', $1, $2, $3, $4, $5)
     ON CONFLICT (check_id) DO UPDATE SET enabled = excluded.enabled, severity = excluded.severity, parameters = excluded.parameters,
       per_type = excluded.per_type, per_group = excluded.per_group, changed_at = now()`,
    [
      ...[columns.enabled ?? true, columns.severity ?? null, JSON.stringify(columns.parameters ?? {})],
      ...[JSON.stringify(columns.per_type ?? []), JSON.stringify(columns.per_group ?? [])],
    ],
  )
const judged = async () => {
  const checks = (await readChecks(pool())).filter(({ id }) => id === 'certificate-expiring')
  await evaluate(pool(), { checks })
  return (await findings(pool())).filter(({ open }) => open).map(({ subject, severity }) => `${subject} ${severity}`)
}

test('numbers of a group win over those of a type, and those over the check’s own', async () => {
  await addCertificates(pool(), [inDays(40), inDays(40), inDays(40)])
  await pool().query(
    `INSERT INTO things (account_id, name, type_name, content_hash) VALUES (1, 't1', 'pump', 1), (1, 't2', 'pump', 1), (1, 't3', 'lock', 1)`,
  )
  await pool().query(`INSERT INTO thing_groups (account_id, name) VALUES (1, 'remote')`)
  await pool().query(
    `INSERT INTO thing_group_members (account_id, group_row_id, thing_name, thing_row_id) VALUES (1, 1, 't2', 2)`,
  )
  await pool().query(
    'INSERT INTO thing_certificates (account_id, thing_row_id, certificate_row_id) SELECT 1, n, n FROM generate_series(1, 3) n',
  )
  expect(await judged()).toEqual([])
  await set({ per_type: [{ type: 'pump', parameter: 'days', value: 60 }] })
  expect(await judged()).toEqual(['c1 medium', 'c2 medium'])
  await set({
    per_type: [{ type: 'pump', parameter: 'days', value: 60 }],
    per_group: [{ group: 'remote', parameter: 'days', value: 5 }],
  })
  expect(await judged()).toEqual(['c1 medium'])
  await set({ parameters: { days: 45 } })
  expect(await judged()).toEqual(['c1 medium', 'c2 medium', 'c3 medium'])
  await set({ parameters: { days: 45 }, severity: 'critical' })
  expect(await judged()).toEqual(['c1 critical', 'c2 critical', 'c3 critical'])
  // Whoever leaves the group has its numbers no longer.
  await set({ per_group: [{ group: 'remote', parameter: 'days', value: 60 }] })
  expect(await judged()).toEqual(['c2 medium'])
  await pool().query('DELETE FROM thing_group_members')
  expect(await judged()).toEqual([])
})

test('a check that is turned off is off, never passed; turned on again, its findings are the same', async () => {
  await addCertificates(pool(), [inDays(3)])
  await judged()
  const [before] = await rows(pool(), 'SELECT id FROM findings')
  await set({ enabled: false })
  expect(await judged()).toEqual([])
  expect(await results(pool())).toMatchObject([{ state: 'off', evaluated: null, failing: 0 }])
  await set({ enabled: true })
  expect(await judged()).toEqual(['c1 high'])
  expect(await rows(pool(), 'SELECT id FROM findings')).toEqual([before])
  expect(await results(pool())).toMatchObject([{ state: 'failing', evaluated: 1, failing: 1 }])
})
