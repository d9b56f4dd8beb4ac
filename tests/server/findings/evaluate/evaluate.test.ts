import { beforeEach, describe, expect, test } from 'vitest'
import { getFinding } from '#server/findings/queries/get-finding.ts'
import { beginFacts } from '#server/history/observation.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import {
  account,
  addCertificates,
  asSet,
  evaluate,
  findings,
  freshAccount,
  inDays,
  now,
  onlyExpiring,
  results,
  rows,
  succeed,
} from './world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool

beforeEach(async () => freshAccount(pool()))

const expireOn = (subject: string, at: Date | null) =>
  pool().query('UPDATE certificates SET not_after = $2 WHERE certificate_id = $1', [subject, at])
const lookAtAll = () => pool().query('UPDATE finding_scans SET wanted = TRUE')
const logged = async () => {
  const lines: string[] = []
  for (const { id } of await rows(pool(), 'SELECT id FROM findings ORDER BY subject')) {
    const { log } = await getFinding({ database: base.db }, { id: String(id) })
    lines.push(...log.toReversed().map(({ kind, text }) => `${kind}: ${text}`))
  }
  return lines
}

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
    await lookAtAll()
    expect(await evaluate(pool())).toBe(0)
    expect(await logged()).toHaveLength(2)
  })

  test('resolves what is gone, and what a check no longer exists for', async () => {
    await addCertificates(pool(), [inDays(3), inDays(4)])
    await evaluate(pool())
    await pool().query(`UPDATE certificates SET gone_at = now() WHERE certificate_id = 'c1'`)
    await pool().query('DELETE FROM finding_work')
    await lookAtAll()
    await evaluate(pool())
    const other = [asSet('certificate-other', { ...check, judge: () => null })]
    await evaluate(pool(), { checks: other })
    expect(await findings(pool())).toMatchObject([
      { subject: 'c1', open: false },
      { subject: 'c2', open: false },
    ])
    expect(await logged()).toEqual([
      expect.stringMatching(/^opened: Expires/),
      'resolved: It is gone',
      expect.stringMatching(/^opened: Expires/),
      'resolved: The check was turned off, or exists no longer',
    ])
    expect(await results(pool())).toMatchObject([{ check_id: 'certificate-other', state: 'passed', evaluated: 1 }])
  })
})

describe('what changed', () => {
  test('alone is looked at; a finding keeps its identity over being resolved and reopened', async () => {
    await addCertificates(pool(), [inDays(3), inDays(300), null])
    await evaluate(pool())
    const [before] = await rows(pool(), 'SELECT id, first_seen_at FROM findings')
    await expireOn('c1', inDays(400))
    expect(await rows(pool(), 'SELECT subject_kind, subject_row_id FROM finding_work')).toEqual([
      { subject_kind: 'certificate', subject_row_id: 1 },
    ])
    await evaluate(pool())
    await expireOn('c3', inDays(200))
    await expireOn('c1', inDays(5))
    await evaluate(pool(), { now: () => inDays(0.01) })
    expect(await rows(pool(), 'SELECT id, first_seen_at, open, reopened, opened_at FROM findings')).toEqual([
      { ...before, open: true, reopened: 1, opened_at: inDays(0.01) },
    ])
    // The words it was opened with stay, whatever it says now.
    expect(await logged()).toEqual([
      'opened: Expires on 2026-11-23',
      'resolved: null',
      'reopened: Expires on 2026-11-25',
    ])
    expect(await results(pool())).toMatchObject([{ state: 'failing', evaluated: 3, failing: 1, unknown: 0 }])
    expect(await rows(pool(), 'SELECT FROM finding_work')).toHaveLength(0)
  })

  test('comes to the same as looking at all, counts included', async () => {
    await addCertificates(
      pool(),
      Array.from({ length: 3_000 }, (_, n) => (n % 7 ? inDays(n % 90) : null)),
    )
    await evaluate(pool())
    await pool().query(`UPDATE certificates SET status = 'INACTIVE' WHERE id % 5 = 0`)
    await pool().query(`UPDATE certificates SET not_after = $1 WHERE id % 3 = 0`, [inDays(6)])
    await pool().query(`UPDATE certificates SET gone_at = now() WHERE id % 11 = 0`)
    await addCertificates(pool(), [inDays(1), null], 4_000)
    await evaluate(pool())
    const counted = [await results(pool()), await findings(pool())]
    await lookAtAll()
    expect(await evaluate(pool())).toBe(0)
    expect([await results(pool()), await findings(pool())]).toEqual(counted)
  })

  test('is not noted before anything was looked at, nor when nothing that is judged changed', async () => {
    await addCertificates(pool(), [inDays(3)])
    await expireOn('c1', inDays(4))
    expect(await rows(pool(), 'SELECT FROM finding_work')).toHaveLength(0)
    await evaluate(pool())
    await pool().query(`UPDATE certificates SET note = 'seen', changed_at = now()`)
    expect(await rows(pool(), 'SELECT FROM finding_work')).toHaveLength(0)
  })

  test('is not missed by a writer who began before anything was noted', async () => {
    await addCertificates(pool(), [inDays(300)])
    const writer = await pool().connect()
    await writer.query(beginFacts(account.id))
    await writer.query('UPDATE certificates SET not_after = $1', [inDays(3)])
    const looking = evaluate(pool())
    await new Promise((resolve) => setTimeout(resolve, 200))
    await writer.query('COMMIT')
    writer.release()
    await looking
    expect(await findings(pool())).toMatchObject([{ subject: 'c1', open: true }])
  })
})

test('time alone opens, changes and resolves, by the dates that it reaches', async () => {
  await addCertificates(pool(), [inDays(40), inDays(300)])
  await evaluate(pool())
  const later = async (days: number) => {
    await succeed(pool(), inDays(days))
    await pool().query('UPDATE finding_scans SET full_at = $1', [inDays(days)])
    await evaluate(pool(), { now: () => inDays(days) })
    return (await findings(pool())).map(({ subject, severity, open }) => `${subject} ${severity} ${open}`)
  }
  expect(await later(9)).toEqual([])
  expect(await later(10.5)).toEqual(['c1 medium true'])
  expect(await later(33.5)).toEqual(['c1 high true'])
  expect(await later(40.5)).toEqual(['c1 high false'])
})

describe('what cannot be judged', () => {
  test('stale or missing facts: unknown with the reason, findings stay as they are; once read again, all is looked at', async () => {
    await addCertificates(pool(), [inDays(3)])
    await evaluate(pool())
    await pool().query(`UPDATE collections SET last_success_at = $1 WHERE collector = 'certificates'`, [inDays(-1)])
    await expireOn('c1', inDays(400))
    await evaluate(pool())
    expect(await findings(pool())).toMatchObject([{ subject: 'c1', open: true }])
    expect(await rows(pool(), 'SELECT state, why_not, facts_at FROM check_results')).toEqual([
      {
        state: 'unknown',
        why_not: 'Stale since 2026-11-19 12:00 UTC: certificates and their status',
        facts_at: inDays(-1),
      },
    ])
    await pool().query(
      `UPDATE collections SET last_outcome = 'not-permitted', missing_permission = 'iot:ListCertificates'`,
    )
    await evaluate(pool())
    expect(await rows(pool(), 'SELECT why_not FROM check_results')).toEqual([
      { why_not: 'We may not read certificates and their status: iot:ListCertificates is missing' },
    ])
    await succeed(pool(), now)
    await evaluate(pool())
    expect(await findings(pool())).toMatchObject([{ subject: 'c1', open: false }])
    expect(await results(pool())).toMatchObject([{ state: 'passed', failing: 0 }])
  })

  test('facts that were never read cost no look', async () => {
    await addCertificates(pool(), [inDays(3)])
    await pool().query('DELETE FROM collections')
    await evaluate(pool())
    expect(await results(pool())).toMatchObject([{ state: 'unknown', evaluated: null }])
    expect(await rows(pool(), 'SELECT tracking FROM finding_scans WHERE tracking')).toEqual([])
  })

  test('a fact of one resource: it is unknown and counted, and its finding stays', async () => {
    await addCertificates(pool(), [inDays(3), inDays(300)])
    await evaluate(pool())
    await expireOn('c1', null)
    await evaluate(pool())
    expect(await findings(pool())).toMatchObject([{ subject: 'c1', open: true }])
    expect(await results(pool())).toMatchObject([{ state: 'failing', evaluated: 1, failing: 1, unknown: 1 }])
    await pool().query('DELETE FROM findings')
    await lookAtAll()
    await evaluate(pool())
    expect(await results(pool())).toMatchObject([{ state: 'unknown', evaluated: 1, failing: 0, unknown: 1 }])
  })

  test('a check that throws: it is in error with its message, its findings stay, and it harms no other', async () => {
    await addCertificates(pool(), [inDays(3), inDays(5)])
    await evaluate(pool(), { checks: [...onlyExpiring, asSet('certificate-odd', { ...check, judge: fails })] })
    const throwing = ({ name }: { name: string }) => {
      if (name === 'c1') throw new Error('Cannot read what is not there')
      return null
    }
    const checks = [...onlyExpiring, asSet('certificate-odd', { ...check, judge: throwing })]
    await expireOn('c2', inDays(400))
    await evaluate(pool(), { checks })
    expect(await findings(pool())).toMatchObject([
      { check_id: 'certificate-expiring', subject: 'c1', open: true },
      { check_id: 'certificate-expiring', subject: 'c2', open: false },
      { check_id: 'certificate-odd', subject: 'c1', open: true },
      { check_id: 'certificate-odd', subject: 'c2', open: false },
    ])
    expect(await rows(pool(), 'SELECT check_id, state, why_not FROM check_results ORDER BY 1')).toEqual([
      { check_id: 'certificate-expiring', state: 'failing', why_not: null },
      { check_id: 'certificate-odd', state: 'error', why_not: 'Cannot read what is not there' },
    ])
  })
})

const fails = () => ({ severity: 'low', detail: 'It is so' })
const check = {
  ...{
    about: 'certificate',
    reads: ['certificates'],
    title: 'Odd',
    why: 'It is',
    fix: 'Do',
    source: 'Ours',
    severity: 'low',
  },
  judge: fails,
}
