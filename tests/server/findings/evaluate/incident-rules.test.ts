import { beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#tests/support/database.ts'
import { addCertificates, evaluate, freshAccount, inDays, now, rows } from './world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool

beforeEach(async () => {
  await pool().query('TRUNCATE incidents, incident_rules RESTART IDENTITY CASCADE')
  await freshAccount(pool())
})

const addRule = (set: string, values: unknown[] = []) =>
  pool().query(
    `INSERT INTO incident_rules (name, min_severity, opens, changed_by${set ? `, ${set}` : ''})
     VALUES ('Expiry', 'high', TRUE, 'Ada'${values.map((_, n) => `, $${n + 1}`).join('')})`,
    values,
  )

const later = new Date(now.getTime() + 60_000)

test('a finding opens an incident that names it, and is named by it; the trail says by which rule', async () => {
  await addRule('')
  await addCertificates(pool(), [inDays(2), inDays(20)])
  await evaluate(pool())
  expect(
    await rows(pool(), 'SELECT client_id, cause, severity, kicks, active, rule_id::int, storm_key FROM incidents'),
  ).toEqual([
    {
      ...{ client_id: 'c1', cause: 'finding', severity: 'high', kicks: 0, active: false, rule_id: 1 },
      storm_key: 'finding certificate c1',
    },
  ])
  expect(
    await rows(pool(), 'SELECT f.subject, i.number FROM findings f JOIN incidents i ON i.id = f.incident_id'),
  ).toEqual([{ subject: 'c1', number: 1 }])
  expect(await rows(pool(), `SELECT text FROM finding_log WHERE kind = 'incident'`)).toEqual([
    { text: 'Incident 1, by the rule “Expiry”' },
  ])
  const [entry] = await rows(pool(), 'SELECT title, detail FROM incident_log')
  expect(entry?.detail).toContain('c1: ')
  const [act] = await rows(
    pool(),
    `SELECT actor_name, object_name, detail -> 'rule' ->> 'name' AS rule FROM activity WHERE action = 'incident.opened-by-rule' ORDER BY id DESC`,
  )
  expect(act).toEqual({ actor_name: 'System', object_name: 'Incident 1', rule: 'Expiry' })
  // Judged again, nothing more comes of it.
  await evaluate(pool(), { now: () => later })
  expect(await rows(pool(), 'SELECT number FROM incidents')).toHaveLength(1)
  expect(await rows(pool(), 'SELECT id FROM incident_log')).toHaveLength(1)
})

test('without a rule nothing is noted, and what was open before stays out of it', async () => {
  await addCertificates(pool(), [inDays(2)])
  await evaluate(pool())
  await addRule('')
  await evaluate(pool(), { now: () => later })
  expect(await rows(pool(), 'SELECT unruled, incident_id FROM findings')).toEqual([
    { unruled: false, incident_id: null },
  ])
})

test('a flood is one incident of its cause, and what follows joins it', async () => {
  await addRule('most_per_hour', [3])
  await addCertificates(
    pool(),
    Array.from({ length: 30 }, () => inDays(2)),
  )
  await evaluate(pool())
  const stands = `SELECT storm_key, severity_reasons, (SELECT count(*)::int FROM findings f WHERE f.incident_id = i.id) AS findings,
    (SELECT count(*)::int FROM incident_log l WHERE l.incident_id = i.id) AS told FROM incidents i`
  expect(await rows(pool(), stands)).toEqual([
    {
      storm_key: 'findings of certificate-expiring',
      severity_reasons: ['30 open findings are part of it.'],
      findings: 30,
      told: 21,
    },
  ])
  expect(await rows(pool(), `SELECT title FROM notices WHERE about = 'incident'`)).toHaveLength(1)
  await addCertificates(pool(), [inDays(2)], 31)
  await evaluate(pool(), { now: () => later })
  expect((await rows(pool(), stands)).map(({ findings }) => findings)).toEqual([31])
})

test('a device that is in conflict already gets no second incident', async () => {
  await addRule('')
  await pool().query(
    `INSERT INTO incidents (account_id, client_id, cause, confidence, severity, first_at, last_at, kicks)
     VALUES (1, 'pump-1', 'second-process', 1, 'medium', now(), now(), 9)`,
  )
  await pool().query(`INSERT INTO things (account_id, name, content_hash) VALUES (1, 'pump-1', 1)`)
  await addCertificates(pool(), [inDays(2)])
  await pool().query(
    `INSERT INTO thing_certificates (account_id, thing_row_id, certificate_row_id) SELECT 1, t.id, c.id FROM things t, certificates c`,
  )
  await evaluate(pool())
  expect(await rows(pool(), 'SELECT number, cause, severity FROM incidents')).toEqual([
    { number: 1, cause: 'second-process', severity: 'medium' },
  ])
  expect(await rows(pool(), 'SELECT incident_id IS NOT NULL AS linked FROM findings')).toEqual([{ linked: true }])
})
