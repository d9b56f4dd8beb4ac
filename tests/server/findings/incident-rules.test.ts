import { describe, expect, test } from 'vitest'
import { decide, type Known } from '#server/findings/incident-rules/decide.ts'
import { replay } from '#server/findings/incident-rules/replay.ts'
import type { Candidate, Rule } from '#server/findings/incident-rules/rules.ts'

const aRule = (more: Partial<Rule> = {}): Rule => ({
  ...{ id: '1', name: 'Grave', account: null, checks: [], types: [], groups: [], opens: true, version: 1 },
  ...{ minRank: 1, left: 5 },
  ...more,
})

const aFinding = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  ...{ id, check: 'thing-gone-quiet', kind: 'thing', subject: id, severity: 'high', rank: 1, detail: 'Says so' },
  ...{ openedAt: new Date('2026-11-20T12:00:00Z'), incident: null, things: [id], types: [], groups: [] },
  ...more,
})

const known = (places: Record<string, Partial<Known>> = {}, sides: Record<string, Partial<Known>> = {}) => {
  const all = (of: Record<string, Partial<Known>>) =>
    new Map(Object.entries(of).map(([name, one]) => [name, { id: `of ${name}`, state: 'new', parent: null, ...one }]))
  return { places: all(places), sides: all(sides) }
}

const brief = (steps: ReturnType<typeof decide>) =>
  steps.map((step) => [
    step.what,
    step.what === 'open' ? step.key : step.incident,
    step.findings.map(({ id }) => id).join(' '),
  ])
const decided = (findings: Candidate[], rules = [aRule()], standing = known()) =>
  brief(decide(1, findings, rules, standing))

describe('which rule', () => {
  test.each<[string, Partial<Rule>, Partial<Candidate>, boolean]>([
    ['graver than asked', { minRank: 1 }, { rank: 0 }, true],
    ['not grave enough', { minRank: 1 }, { rank: 2 }, false],
    ['another check', { checks: ['certificate-shared'] }, {}, false],
    ['its check', { checks: ['thing-gone-quiet'] }, {}, true],
    ['another account', { account: 2 }, {}, false],
    ['its account', { account: 1 }, {}, true],
    ['another type', { types: ['pump'] }, { types: ['meter'] }, false],
    ['its type', { types: ['pump'] }, { types: ['pump'] }, true],
    [
      'its group, with another type',
      { types: ['meter'], groups: ['Hall 3'] },
      { types: ['pump'], groups: ['Hall 3'] },
      true,
    ],
    ['a type asked of what is no thing', { types: ['pump'] }, { kind: 'policy', things: [] }, false],
  ])('%s', (_, rule, finding, fits) => {
    expect(decided([aFinding('a', finding)], [aRule(rule)]).length).toBe(fits ? 1 : 0)
  })

  test('the first that fits decides', () => {
    const [step] = decide(1, [aFinding('a')], [aRule({ minRank: 0 }), aRule({ id: '2', left: 9 })], known())
    expect(step?.rule.id).toBe('2')
  })
})

describe('which incident', () => {
  test('findings of one device are one incident, whoever found them', () => {
    const certificate = aFinding('c', {
      kind: 'certificate',
      check: 'certificate-expired',
      subject: 'c',
      things: ['a'],
    })
    expect(decided([aFinding('a'), certificate])).toEqual([['open', 'client a', 'a c']])
  })

  test('what is about no single device keeps out of the way of client IDs', () => {
    const policy = aFinding('p', { kind: 'policy', subject: 'a', things: [] })
    const shared = aFinding('c', { kind: 'certificate', subject: 'c', things: ['a', 'b'], check: 'certificate-shared' })
    expect(decided([policy, shared])).toEqual([
      ['open', 'finding policy a', 'p'],
      ['open', 'finding certificate c', 'c'],
    ])
  })

  test.each<[string, Partial<Known>, unknown[]]>([
    ['open: joined', { state: 'triaged' }, [['join', 'of client a', 'a']]],
    ['resolved: opened again', { state: 'resolved' }, [['reopen', 'of client a', 'a']]],
    ['put aside: left alone', { state: 'dismissed' }, []],
    [
      'merged: what stands for it',
      { state: 'merged', parent: { id: 'whole', state: 'new' } },
      [['join', 'whole', 'a']],
    ],
  ])('%s', (_, one, steps) => {
    expect(decided([aFinding('a')], [aRule()], known({ 'client a': one }))).toEqual(steps)
  })

  test('a rule that opens none still joins', () => {
    const rules = [aRule({ opens: false })]
    expect(decided([aFinding('a'), aFinding('b')], rules, known({ 'client b': {} }))).toEqual([
      ['join', 'of client b', 'b'],
    ])
  })

  test('a certificate joins the incident that it is a side of', () => {
    const finding = aFinding('c', { kind: 'certificate', subject: 'c', things: [] })
    expect(decided([finding], [aRule()], known({}, { c: {} }))).toEqual([['join', 'of c', 'c']])
  })

  test('what comes back joins its own incident while that is open', () => {
    const back = aFinding('a', { incident: { id: 'its own', state: 'triaged' } })
    expect(decided([back])).toEqual([['join', 'its own', 'a']])
  })
})

describe('what a rule would have done', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute))
  const opened = (id: string, minute: number, more: Partial<Candidate> = {}, account = 1) => ({
    account,
    candidate: aFinding(id, { openedAt: at(minute), ...more }),
  })
  const replayed = (found: ReturnType<typeof opened>[], perHour = 5, rules = [aRule()], rule = aRule()) =>
    replay(rules, rule, perHour, found)

  test.each<[string, ReturnType<typeof opened>[], number, object]>([
    ['nothing of nothing', [], 5, { findings: 0, incidents: 0, shared: 0 }],
    [
      'one of each device',
      [opened('a', 0), opened('b', 1), opened('a', 2)],
      5,
      { findings: 3, incidents: 2, shared: 0 },
    ],
    ['accounts apart', [opened('a', 0), opened('a', 0, {}, 2)], 5, { findings: 2, incidents: 2 }],
    ['a flood is one', Array.from({ length: 9 }, (_, n) => opened(`x${n}`, 0)), 3, { incidents: 1, shared: 1 }],
    [
      'what is more in the hour shares one; after it, each joins that',
      [opened('a', 0), opened('b', 10), opened('c', 20), opened('d', 90)],
      2,
      { findings: 4, incidents: 3, shared: 1 },
    ],
    ['in the next hour it opens again', [opened('a', 0), opened('b', 61)], 1, { incidents: 2, shared: 0 }],
    ['what is not grave enough', [opened('a', 0, { rank: 3 })], 5, { findings: 0, incidents: 0 }],
    [
      'what had an incident then has none yet',
      [opened('a', 0, { incident: { id: 'i', state: 'new' } })],
      5,
      { incidents: 1 },
    ],
  ])('%s', (_, found, perHour, expected) => {
    expect(replayed(found, perHour)).toMatchObject(expected)
  })

  test('what a rule before it decides is told apart, and one that opens none opens none', () => {
    const before = aRule({ id: '0', minRank: 0 })
    const found = [opened('a', 0, { rank: 0 }), opened('b', 0)]
    expect(replayed(found, 5, [before, aRule()])).toMatchObject({ findings: 1, taken: 1, incidents: 1 })
    const joins = aRule({ opens: false })
    expect(replayed(found, 5, [joins], joins)).toMatchObject({ findings: 2, incidents: 0 })
  })
})

describe('floods', () => {
  const many = (count: number, check: string) =>
    Array.from({ length: count }, (_, n) => aFinding(`${check}-${n}`, { check }))

  test('of more than the rule may open, all of a check share one', () => {
    const steps = decided([...many(6, 'x'), ...many(2, 'y')])
    expect(steps).toHaveLength(3)
    expect(steps[0]?.slice(0, 2)).toEqual(['open', 'findings of x'])
    expect(steps.slice(1).map(([, key]) => key)).toEqual(['client y-0', 'client y-1'])
  })

  test('what was opened within the hour counts', () => {
    const steps = decided(many(2, 'x'), [aRule({ left: 1 })])
    expect(steps).toEqual([['open', 'findings of x', 'x-0 x-1']])
  })

  test('later ones join what their check shares', () => {
    expect(decided(many(1, 'x'), [aRule()], known({ 'findings of x': {} }))).toEqual([
      ['join', 'of findings of x', 'x-0'],
    ])
  })
})
