import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Changes,
  type Existing,
  type Failure,
  reconcile,
  type Standing,
} from '#server/findings/evaluate/reconcile.ts'

const failure = (check: string, subject: string, reason = '', hash = 'h'): Failure => ({
  ...{ check, kind: 'thing', subject, rowId: null, reason, severity: 'low', detail: 'd', related: [], hash },
})
const existing = (check: string, subject: string, more: Partial<Existing> = {}): Existing => ({
  ...{
    id: `${check} ${subject} ${more.reason ?? ''}`,
    check,
    subject,
    reason: '',
    open: true,
    sources: ['ours'],
    hash: 'h',
  },
  ...more,
})
const passed = (): Standing => 'passed'

describe('what becomes of a finding', () => {
  const table: [string, Existing[], Failure[], Standing, Partial<Record<keyof Changes, number>>][] = [
    ['it is new', [], [failure('a', 's')], 'passed', { open: 1 }],
    ['it goes on', [existing('a', 's')], [failure('a', 's')], 'passed', {}],
    ['it says something else', [existing('a', 's')], [failure('a', 's', '', 'x')], 'passed', { change: 1 }],
    ['it passes', [existing('a', 's')], [], 'passed', { resolve: 1 }],
    ['it is gone', [existing('a', 's')], [], 'gone', { resolve: 1 }],
    ['its check is off', [existing('a', 's')], [], 'off', { resolve: 1 }],
    ['it could not be judged', [existing('a', 's')], [], 'unjudged', {}],
    ['it comes back', [existing('a', 's', { open: false })], [failure('a', 's')], 'passed', { reopen: 1 }],
    ['it stays resolved', [existing('a', 's', { open: false })], [], 'passed', {}],
    ['another said so first', [existing('a', 's', { sources: ['audit'] })], [failure('a', 's')], 'passed', { join: 1 }],
    ['only another says so', [existing('a', 's', { sources: ['audit'] })], [], 'passed', {}],
    ['another goes on', [existing('a', 's', { sources: ['ours', 'audit'] })], [], 'passed', { leave: 1 }],
    [
      'another reason',
      [existing('a', 's', { reason: 'x' })],
      [failure('a', 's', 'y')],
      'passed',
      { open: 1, resolve: 1 },
    ],
    ['one reason named twice', [], [failure('a', 's'), failure('a', 's', '', 'x')], 'passed', { open: 1 }],
  ]
  test.each(table)('%s', (_name, before, failures, standing, expected) => {
    const { failing: _, ...lists } = reconcile(before, failures, () => standing)
    const counts = Object.entries(lists).flatMap(([name, { length }]) => (length > 0 ? [[name, length]] : []))
    expect(Object.fromEntries(counts)).toEqual(expected)
  })

  test('subjects are counted once, however many reasons they fail for', () => {
    const { failing } = reconcile([], [failure('a', 's', 'x'), failure('a', 's', 'y'), failure('a', 't')], passed)
    expect([...failing]).toEqual([['a', 2]])
    const before = [existing('a', 's', { reason: 'x' }), existing('a', 's', { reason: 'y' })]
    expect([...reconcile(before, [failure('a', 's', 'y')], passed).failing]).toEqual([['a', 0]])
    expect([...reconcile(before, [], passed).failing]).toEqual([['a', -1]])
  })
})

/** What stands once changes are written, as the database would have it. */
function written(before: readonly Existing[], changes: Changes): Existing[] {
  const rows = new Map(before.map((one) => [one.id, one]))
  const set = (id: string, to: Partial<Existing>) => rows.set(id, { ...(rows.get(id) as Existing), ...to })
  for (const one of changes.open) {
    const { check, subject, reason, hash } = one
    const id = `${check} ${subject} ${reason}`
    rows.set(id, { id, check, subject, reason, hash, open: true, sources: ['ours'] })
  }
  for (const { id, failure: f } of changes.reopen) set(id, { open: true, sources: ['ours'], hash: f.hash })
  for (const { id, failure: f } of changes.join) set(id, { sources: ['audit', 'ours'], hash: f.hash })
  for (const { id, failure: f } of changes.change) set(id, { hash: f.hash })
  for (const { id } of changes.leave) set(id, { sources: ['audit'] })
  for (const { id } of changes.resolve) set(id, { open: false })
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

const names = fc.constantFrom('a', 'b')
const subjects = fc.constantFrom('s', 't', 'u', 'v')
const reasons = fc.constantFrom('', 'x')
const failures = fc.uniqueArray(
  fc
    .record({ check: names, subject: subjects, reason: reasons, hash: fc.constantFrom('h', 'i') })
    .map((one) => failure(one.check, one.subject, one.reason, one.hash)),
  { selector: ({ check, subject, reason }) => `${check} ${subject} ${reason}` },
)
const standings = fc.uniqueArray(
  fc
    .record({
      check: names,
      subject: subjects,
      reason: reasons,
      open: fc.boolean(),
      hash: fc.constantFrom('h', 'i'),
      sources: fc.constantFrom<readonly string[]>(['ours'], ['audit'], ['ours', 'audit']),
    })
    .map(({ check, subject, reason, ...more }) =>
      existing(check, subject, { reason, ...more, id: `${check} ${subject} ${reason}` }),
    ),
  { selector: ({ id }) => id },
)
const stances = fc.func(fc.constantFrom<Standing>('passed', 'unjudged', 'gone', 'off'))

describe('whatever stands and whatever is judged', () => {
  test('judging the same again changes nothing', () => {
    fc.assert(
      fc.property(standings, failures, stances, (before, found, stands) => {
        const after = written(before, reconcile(before, found, stands))
        const { failing, ...lists } = reconcile(after, found, stands)
        expect(Object.values(lists).flat()).toEqual([])
        expect([...failing.values()].every((by) => by === 0)).toBe(true)
      }),
    )
  })

  test('the order of either does not matter', () => {
    fc.assert(
      fc.property(standings, failures, stances, fc.infiniteStream(fc.nat()), (before, found, stands, random) => {
        const shuffled = <T>(list: readonly T[]) =>
          list
            .map((one) => ({ one, at: random.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one)
        const other = shuffled(before)
        expect(written(other, reconcile(other, shuffled(found), stands))).toEqual(
          written(before, reconcile(before, found, stands)),
        )
      }),
    )
  })

  test('it makes no difference how subjects are parted into batches', () => {
    fc.assert(
      fc.property(standings, failures, stances, fc.subarray(['s', 't', 'u', 'v']), (before, found, stands, first) => {
        const inFirst = ({ subject }: { subject: string }) => first.includes(subject)
        const one = written(before.filter(inFirst), reconcile(before.filter(inFirst), found.filter(inFirst), stands))
        const rest = <T extends { subject: string }>(list: readonly T[]) => list.filter((item) => !inFirst(item))
        const two = written(rest(before), reconcile(rest(before), rest(found), stands))
        const parted = [...one, ...two].sort((a, b) => (a.id < b.id ? -1 : 1))
        expect(parted).toEqual(written(before, reconcile(before, found, stands)))
      }),
    )
  })

  test('a finding keeps its identity, open are exactly those that somebody says or that were not judged', () => {
    fc.assert(
      fc.property(standings, failures, stances, (before, found, stands) => {
        const after = written(before, reconcile(before, found, stands))
        expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
        for (const one of after) {
          const fails = found.some((f) => `${f.check} ${f.subject} ${f.reason}` === one.id)
          const was = before.find(({ id }) => id === one.id)
          const kept =
            was?.open === true &&
            (was.sources.some((source) => source !== 'ours') || stands(one.check, one.subject) === 'unjudged')
          expect(one.open).toBe(fails || kept)
        }
      }),
    )
  })
})
