import { describe, expect, test } from 'vitest'
import { behindClauses, byGroup, failingPath, narrowed } from '#components/reports/controls/control-groups.ts'
import { cronInWords, rhythms } from '#components/reports/schedules/cron-words.ts'
import { nextRuns } from '#components/reports/schedules/next-runs.ts'
import { isUnderWay, scopeInWords, sizeInWords, talliedInWords, tally } from '#components/reports/words.ts'
import type { ControlEvidence, ControlResult } from '#contract/reports.ts'

const control = (id: string, given: Partial<ControlResult> = {}): ControlResult => ({
  control: id,
  group: 'Rule 1',
  title: `Title of ${id}`,
  kind: 'automatic',
  answer: 'pass',
  reason: 'Because',
  reads: [],
  evidence: [],
  clauses: [],
  attestation: null,
  factsAt: null,
  failing: 0,
  ...given,
})

const evidence = (given: Partial<ControlEvidence>): ControlEvidence => ({
  says: 'Something',
  value: 0,
  of: null,
  at: null,
  path: null,
  query: null,
  ...given,
})

describe('answers', () => {
  test('are counted with the gravest first, and those that none gives are left out', () => {
    const given = [control('a'), control('b', { answer: 'unknown' }), control('c', { answer: 'fail' }), control('d')]
    expect(tally(given)).toEqual([
      { answer: 'fail', count: 1 },
      { answer: 'unknown', count: 1 },
      { answer: 'pass', count: 2 },
    ])
    expect(talliedInWords(tally(given))).toBe('1 fail, 1 unknown, 2 pass')
    expect(talliedInWords([])).toBe('no answers')
  })
})

describe('controls', () => {
  const mapped = control('mapped', {
    kind: 'attested',
    answer: 'unknown',
    clauses: [{ framework: 'etsi', id: '5.4-1', verified: false }],
  })
  const all = [control('one'), control('two', { group: 'Rule 2', answer: 'fail' }), mapped]

  test('keep their order under their groups', () => {
    expect(byGroup(all).map(({ id, controls }) => [id, controls.map((one) => one.control)])).toEqual([
      ['Rule 1', ['one', 'mapped']],
      ['Rule 2', ['two']],
    ])
  })

  test.each([
    [{}, ['one', 'two', 'mapped']],
    [{ framework: 'etsi' }, ['mapped']],
    [{ answer: 'fail' }, ['two']],
    [{ kind: 'attested', answer: 'fail' }, []],
    [{ search: ' RULE 2 ' }, ['two']],
    [{ search: '5.4-1' }, ['mapped']],
  ])('narrowed by %o', (by, left) => {
    expect(narrowed(all, by).map((one) => one.control)).toEqual(left)
  })

  test('stand behind their clauses; a clause without any stays', () => {
    const clauses = [
      { id: '5.4-1', says: 'Stored securely', verified: false },
      { id: '5.4-2', says: 'Unique', verified: true },
    ]
    expect(behindClauses({ id: 'etsi', clauses }, all).map(({ id, controls }) => [id, controls.length])).toEqual([
      ['5.4-1', 1],
      ['5.4-2', 0],
    ])
  })

  test('lead to what fails where one page shows all of it, and nowhere where it would show a part', () => {
    const of = (check: string, value: number | null) =>
      evidence({ path: `/findings?check=${check}`, value, query: 'checks' })
    const figure = evidence({ path: '/fleet', value: 9, query: 'things' })
    expect(failingPath({ failing: 3, evidence: [of('a', 0), of('b', 3), figure] })).toBe('/findings?check=b')
    expect(failingPath({ failing: 7, evidence: [of('a', 4), of('b', 3)] })).toBeNull()
    expect(failingPath({ failing: 5, evidence: [of('b', 3), figure] })).toBeNull()
    expect(failingPath({ failing: 2, evidence: [of('b', 0), figure] })).toBe('/fleet')
    expect(failingPath({ failing: 0, evidence: [of('b', null)] })).toBeNull()
  })
})

describe('schedules', () => {
  test.each<[string, string]>([
    ...rhythms.map(({ cron, label }): [string, string] => [cron, label]),
    ['30 7 * * *', 'Every day at 07:30'],
    ['0 6 * * 1-5', 'Every weekday at 06:00'],
    ['5 18 * * 1,4', 'Every Monday and Thursday at 18:05'],
    ['0 0 * * 7', 'Every Sunday at 00:00'],
    ['0 6 2,3,11 * *', 'On the 2nd, 3rd, and 11th of each month at 06:00'],
    ['*/5 * * * *', 'As */5 * * * *'],
    ['0 6 1 * 1', 'As 0 6 1 * 1'],
    ['0 6 * * 9', 'As 0 6 * * 9'],
    ['nonsense', 'As nonsense'],
  ])('%s is said in words', (cron, words) => {
    expect(cronInWords(cron)).toBe(words)
  })

  test('tell their next runs in UTC, or why there are none', () => {
    const runs = nextRuns('0 6 * * 1')
    if ('whyNot' in runs) throw new Error(runs.whyNot)
    expect(runs.at).toHaveLength(3)
    for (const at of runs.at) expect([new Date(at).getUTCDay(), at.slice(11)]).toEqual([1, '06:00:00.000Z'])
    for (const cron of ['', '0 6 * *', '0 6 * * 1 2', '61 6 * * 1', '@daily', '0 0 30 2 *'])
      expect(nextRuns(cron), cron).toHaveProperty('whyNot')
  })
})

test('sizes, scopes and states in words', () => {
  expect([0, 812, 1400, 99_500, 250_000, 3_100_000_000].map(sizeInWords)).toEqual([
    '0 B',
    '812 B',
    '1.4 KB',
    '99.5 KB',
    '250 KB',
    '3.1 GB',
  ])
  const nameOf = (id: number) => `plant ${id}`
  expect(scopeInWords({ accounts: [], groups: [] }, nameOf)).toBe('All accounts')
  expect(scopeInWords({ accounts: [1, 2], groups: ['pumps'] }, nameOf)).toBe('plant 1, plant 2; groups pumps')
  expect((['wanted', 'making', 'ready', 'failed'] as const).filter((state) => isUnderWay({ state }))).toEqual([
    'wanted',
    'making',
  ])
})
