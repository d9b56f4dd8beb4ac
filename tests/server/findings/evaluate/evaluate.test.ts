import { beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#tests/support/database.ts'
import { addCertificates, evaluate, findings, freshAccount, inDays, results, rows } from './world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool

beforeEach(async () => freshAccount(pool()))

describe('a full look', () => {
  test('opens what fails, counts what it judged, and writes nothing the second time', async () => {
    await addCertificates(pool(), [inDays(3), inDays(20), inDays(300), null])
    expect(await evaluate(pool())).toBe(2)
    expect(await findings(pool())).toMatchObject([
      { check_id: 'certificate-expiring', subject: 'c1', severity: 'high', open: true, sources: ['ours'] },
      { subject: 'c2', severity: 'medium' },
    ])
    expect(await results(pool())).toEqual([
      { check_id: 'certificate-expiring', state: 'failing', evaluated: 3, failing: 2, unknown: 1, errors: 0 },
    ])
    await pool().query('UPDATE finding_scans SET wanted = TRUE')
    expect(await evaluate(pool())).toBe(0)
    expect(await rows(pool(), 'SELECT kind FROM finding_log')).toHaveLength(2)
  })
})
