import { expect, test } from 'vitest'
import { auditResult, type CheckRun } from '#server/findings/audits/result.ts'

const aRun = (run: Partial<CheckRun> = {}): CheckRun => ({
  status: 'COMPLETED_COMPLIANT',
  compliant: true,
  total: 40,
  nonCompliant: 0,
  errorCode: null,
  message: null,
  startedAt: new Date('2026-11-19T02:00:00Z'),
  ...run,
})
const failing = aRun({ status: 'COMPLETED_NON_COMPLIANT', compliant: false, nonCompliant: 3 })
const refused = aRun({ status: 'FAILED', compliant: null, errorCode: 'INSUFFICIENT_PERMISSIONS', message: 'No role.' })
const under = aRun({ status: 'WAITING_FOR_DATA_COLLECTION', compliant: null })

const now = new Date('2026-11-20T12:00:00Z')
const old = aRun({ startedAt: new Date('2026-10-01T02:00:00Z') })

test.each<[string, Omit<Parameters<typeof auditResult>[0], 'now'>, string, number | null]>([
  ['passed too long ago to say', { enabled: true, last: old, evaluated: old }, 'unknown', null],
  ['compliant', { enabled: true, last: aRun(), evaluated: aRun() }, 'passed', 40],
  ['not compliant', { enabled: true, last: failing, evaluated: failing }, 'failing', 40],
  ['not permitted is not compliant', { enabled: true, last: refused, evaluated: null }, 'error', null],
  ['not permitted after it passed', { enabled: true, last: refused, evaluated: aRun() }, 'error', null],
  [
    'disabled when it ran',
    {
      enabled: true,
      last: aRun({ status: 'FAILED', compliant: null, errorCode: 'AUDIT_CHECK_DISABLED' }),
      evaluated: aRun(),
    },
    'off',
    null,
  ],
  ['turned off since', { enabled: false, last: aRun(), evaluated: aRun() }, 'off', null],
  [
    'failed for no known reason',
    { enabled: true, last: aRun({ status: 'FAILED', compliant: null }), evaluated: null },
    'error',
    null,
  ],
  [
    'cancelled',
    { enabled: true, last: aRun({ status: 'CANCELED', compliant: null }), evaluated: aRun() },
    'unknown',
    null,
  ],
  ['under way for the first time', { enabled: true, last: under, evaluated: null }, 'waiting', null],
  ['under way again', { enabled: true, last: under, evaluated: failing }, 'failing', 40],
  ['never audited', { enabled: true, last: null, evaluated: null }, 'waiting', null],
  ['settings not read', { enabled: null, last: null, evaluated: null }, 'unknown', null],
])('%s', (_, given, state, evaluated) => {
  expect(auditResult({ ...given, now })).toMatchObject({ state, evaluated })
  expect(auditResult({ ...given, now }).whyNot === null).toBe(state === 'passed' || state === 'failing')
})

test('what it found before stays, with its age, while it is not evaluated', () => {
  const result = auditResult({ enabled: true, last: refused, evaluated: failing, now })
  expect(result).toEqual({
    state: 'error',
    whyNot: 'No role. (INSUFFICIENT_PERMISSIONS)',
    evaluated: null,
    failing: 3,
    judgedAt: failing.startedAt,
  })
})
