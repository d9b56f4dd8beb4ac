import { describe, expect, test } from 'vitest'
import type { ControlId } from '#generated/controls.ts'
import { controlIds, controlsById, type Differing, idsOf, judge, lapsed } from './facts.ts'

const confirmed = [...idsOf('partial'), ...idsOf('attested')]

const withWord = (vouched: Differing['vouched']) => (id: ControlId) => judge(id, { vouched }).answer
const allOf = (ids: ControlId[], answer: string) => Object.fromEntries(ids.map((id) => [id, answer]))
const answers = (ids: ControlId[], ask: (id: ControlId) => string) => Object.fromEntries(ids.map((id) => [id, ask(id)]))

describe('what facts say', () => {
  test('where all is well and everything is vouched for, every control passes', () => {
    expect(answers(controlIds, (id) => judge(id).answer)).toEqual(allOf(controlIds, 'pass'))
  })

  const checked = controlIds.flatMap((id) => (controlsById[id].checks ?? []).map((check) => [id, check] as const))
  test('what is grave fails, what is not asks for attention, and what is stale or partly unread is unknown', () => {
    for (const [id, check] of checked) {
      const said = (word: NonNullable<Differing['checks']>[typeof check]) =>
        judge(id, { checks: { [check]: word } }).answer
      expect([said('critical'), said('high'), said('medium'), said('low')], `${id}: ${check}`).toEqual([
        ...['fail', 'fail', 'attention', 'attention'],
      ])
      expect([said('stale'), said('some unread')], `${id}: ${check}`).toEqual(['unknown', 'unknown'])
    }
  })

  const counting = controlIds.flatMap((id) => (controlsById[id].figures ?? []).map((figure) => [id, figure] as const))
  test('a figure that cannot be told leaves a control unknown, and says why', () => {
    for (const [id, figure] of counting) {
      const judged = judge(id, { figures: { [figure]: 'stale' } })
      expect(judged.answer, `${id}: ${figure}`).toBe('unknown')
      expect(judged.reason, `${id}: ${figure}`).toContain('The facts are stale')
    }
  })

  test('what a person vouches for does not outweigh what facts say against it', () => {
    for (const [id, check] of checked) {
      expect(judge(id, { checks: { [check]: 'critical' }, vouched: { answer: 'pass' } }).answer, id).toBe('fail')
    }
  })
})

describe('what people vouch for', () => {
  test('without anybody who vouches, facts alone are no pass', () => {
    expect(answers(confirmed, withWord(null))).toEqual(allOf(confirmed, 'unknown'))
  })

  test('a word that lapsed is none', () => {
    expect(answers(confirmed, withWord(lapsed))).toEqual(allOf(confirmed, 'unknown'))
  })

  test.each(['attention', 'fail', 'not-applicable'] as const)('a person may say: %s', (answer) => {
    expect(answers(confirmed, withWord({ answer }))).toEqual(allOf(confirmed, answer))
  })

  test('nobody is asked where facts decide', () => {
    const automatic = idsOf('automatic')
    expect(answers(automatic, withWord(null))).toEqual(allOf(automatic, 'pass'))
  })
})

describe('reasons', () => {
  test('of a failure: what fails, of how much', () => {
    expect(judge('unique-credential', { checks: { 'certificate-shared': 'critical' } }).reason).toBe(
      'Certificate is shared by several devices: 3 of 10',
    )
  })

  test('of a share: what it is meant to be', () => {
    expect(judge('software-inventory', { figures: { 'things-with-known-software': [40, 100] } }).reason).toBe(
      'Things that say which software they run: 40 of 100, meant to be 95 % at least',
    )
  })

  test('of a time: in words', () => {
    expect(judge('behaviour-answered', { figures: { 'time-to-contain-median': [6 * 3600, 4] } }).reason).toBe(
      'Half of the incidents of 90 days were contained within: 6 hours over 4, meant to be 4 hours at most',
    )
  })

  test('of a time that nothing was measured for', () => {
    const judged = judge('behaviour-answered', { figures: { 'time-to-contain-median': [0, 0] } })
    expect(judged.answer).not.toBe('unknown')
  })

  test('of what nobody vouched for: what is not read', () => {
    expect(judge('threat-model', { vouched: null }).reason).toBe(
      'Nobody has vouched for it. Not read: the threat model, its owner and its last review',
    )
  })

  test('of what a person confirmed: both, and still what is not read', () => {
    expect(judge('downgrades-prevented').reason).toBe(
      'Changes of 90 days to an older version: 0. Ann vouched on 2026-10-21 that it is met. Not read: whether devices refuse an older version',
    )
  })

  test.each([
    [{ answer: 'fail', account: 'Plant' }, 'Ann vouched on 2026-10-21 that it is not met for Plant'],
    [{ answer: 'pass', evidenced: false }, 'Ann vouched on 2026-10-21 that it is met (no evidence attached)'],
  ] as const)('of a word: what was said, of which account, and without what %j', (vouched, reason) => {
    expect(judge('threat-model', { vouched }).reason).toContain(reason)
  })

  test('of a word that lapsed: whose, and when', () => {
    expect(judge('threat-model', { vouched: lapsed }).reason).toMatch(/^What Ann vouched for lapsed on 2026-11-19/)
  })
})

describe('how controls are written', () => {
  test('each has a place of its own in its group, without gaps', () => {
    const groups = [...new Set(controlIds.map((id) => controlsById[id].group))]
    const orders = (group: string) =>
      controlIds
        .flatMap((id) => (controlsById[id].group === group ? [controlsById[id].order] : []))
        .toSorted((a, b) => a - b)
    for (const group of groups) expect(orders(group), group).toEqual(orders(group).map((_, place) => place + 1))
    expect(Object.fromEntries(groups.map((group) => [group, orders(group).length]))).toEqual({
      ...{ 'Rule 1: Identity': 4, 'Rule 2: Access': 6, 'Rule 3: Cryptography': 4, 'Rule 4: Updates': 10 },
      ...{ 'Rule 5: Audit and monitoring': 3, 'Rule 6: Health of controls': 3, 'Rule 7: Impact': 4 },
      ...{ 'Rule 8: Attack surface': 5, 'Rule 9: Data': 6, 'Rule 10: Vulnerabilities': 3 },
      ...{ 'AWS IoT Core': 10, 'Device agents': 8, 'Behaviour and response': 4, 'Onboarding and operations': 4 },
    })
  })

  test('no two have one title; titles are phrases, and what they are about sentences', () => {
    expect(new Set(controlIds.map((id) => controlsById[id].title)).size).toBe(controlIds.length)
    for (const id of controlIds) {
      expect(controlsById[id].title, id).not.toMatch(/\.$/)
      expect(controlsById[id].about, id).toMatch(/\.$/)
    }
  })

  test('an automatic one reads facts, a partial one says what it does not read, an attested one reads none', () => {
    for (const id of controlIds) {
      const { kind, checks = [], figures = [], about } = controlsById[id]
      expect(checks.length + figures.length > 0, id).toBe(kind !== 'attested')
      expect(about.includes('Not read: '), id).toBe(kind !== 'automatic')
    }
  })
})
