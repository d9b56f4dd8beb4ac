import { describe, expect, test } from 'vitest'
import type { ControlAnswer } from '#contract/reports.ts'
import { type CheckId, checks } from '#generated/checks.ts'
import { type ControlId, controls } from '#generated/controls.ts'
import type { FigureId } from '#generated/figures.ts'
import type { CheckFacts, Control, ControlFacts, Figure, Judged, Vouched } from '#server/reports/control.ts'

const now = new Date('2026-11-20T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)

/** What a check says: nothing fails, three fail at that severity, nothing to look at, or that it cannot be told. */
type Said = 'passed' | 'critical' | 'high' | 'medium' | 'low' | 'nothing' | 'stale' | 'some unread'
/** A value and its whole, or that it cannot be told. */
type Counted = readonly [value: number, of: number | null] | 'stale' | 'nothing'

/** What differs from a fleet in which all is well and everything was vouched for. */
export type Differing = {
  checks?: Partial<Record<CheckId, Said>>
  figures?: Partial<Record<FigureId, Counted>>
  vouched?: Partial<Vouched> | null
}

// Figures of which a large one is well; all others count what should not be there, or a time.
const good: Partial<Record<FigureId, Counted>> = {
  'causes-exercised': [5, 5],
  'drills-held': [4, null],
  'reports-made': [1, null],
  'conflicts-open': [0, null],
  'grave-findings-old': [0, null],
  'port-alarms': [0, null],
  'audited-roles-too-wide': [0, null],
  'security-updates-blocked': [0, null],
  'things-behind': [0, null],
  'software-downgrades': [0, null],
  'software-unannounced': [0, null],
  'incidents-unassigned': [0, 4],
  'agents-silent': [0, 4],
  'components-broken': [0, 4],
  'response-time-p90': [60, 4],
  'time-to-contain-median': [600, 4],
  'time-to-contain-p90': [3600, 4],
}

// Figures without a whole that say when there is nothing they could count.
const noWhole: readonly FigureId[] = [
  ...(['conflicts-open', 'grave-findings-old', 'port-alarms', 'security-updates-blocked'] as const),
  ...(['things-behind', 'software-downgrades', 'software-unannounced'] as const),
]

/** Facts of a fleet in which all is well, but for what differs. */
function factsWith({ checks: said = {}, figures = {}, vouched = {} }: Differing = {}): ControlFacts {
  return {
    now,
    check: (id) => checkSaying(id, said[id] ?? 'passed'),
    figure: (id) => counted(figures[id] ?? good[id] ?? [100, 100]),
    attestation: vouched && {
      ...{ answer: 'pass', statement: 'Seen with my own eyes', owner: 'Ann', account: null, evidenced: true },
      ...{ reviewedAt: inDays(-30), expiresAt: inDays(300) },
      ...vouched,
    },
  }
}

export const lapsed = { expiresAt: inDays(-1) }

function checkSaying(id: CheckId, said: Said): CheckFacts {
  const { title } = checks[id]
  const facts: CheckFacts = {
    ...{ title, state: 'passed', failing: 0, worst: null, suppressed: 0, unknown: 0 },
    ...{ evaluated: 10, factsAt: now, whyNot: null },
  }
  if (said === 'passed') return facts
  if (said === 'nothing') return { ...facts, evaluated: 0 }
  if (said === 'some unread') return { ...facts, unknown: 2 }
  if (said === 'stale') return { ...facts, state: 'unknown', whyNot: 'The facts are stale' }
  return { ...facts, state: 'failing', failing: 3, worst: said }
}

function counted(told: Counted): Figure {
  if (told === 'stale') return { value: null, of: null, at: null, whyNot: 'The facts are stale' }
  if (told === 'nothing') return { value: 0, of: null, at: now, nothing: true }
  const [value, of] = told
  return { value, of, at: now }
}

export const controlsById: Readonly<Record<ControlId, Control>> = controls
export const controlIds = Object.keys(controls) as ControlId[]
export const idsOf = (kind: Control['kind']) => controlIds.filter((id) => controlsById[id].kind === kind)

/** What a control makes of a fleet in which all is well, but for what differs. */
export function judge(id: ControlId, differing: Differing = {}): Judged {
  const { judge: own } = controlsById[id]
  if (!own) throw new Error(`${id} judges nothing`)
  return own(factsWith(differing))
}

const severities: Said[] = ['critical', 'high', 'medium', 'low', 'nothing', 'stale', 'some unread']
const counts: Counted[] = ['stale', [0, 0], [0, null], [0, 100], [10, 100], [80, 100], [94, 100], [99, 100], [1, null]]
const times: Counted[] = [
  [20 * 60, 4],
  [6 * 3600, 4],
  [30 * 86_400, 4],
]

/** Every answer that facts alone can bring a control to: each of its checks and figures says each thing it can say. */
function reachable(id: ControlId): Set<ControlAnswer> {
  const { checks: rests = [], figures = [] } = controlsById[id]
  const each: Differing[] = [
    {},
    ...rests.flatMap((check) => severities.map((said) => ({ checks: { [check]: said } }))),
    ...figures.flatMap((figure) => [...counts, ...times].map((told) => ({ figures: { [figure]: told } }))),
  ]
  return new Set([...each, nothingFor(id)].map((differing) => judge(id, differing).answer))
}

/** There is nothing of what a control is about. */
function nothingFor(id: ControlId): Differing {
  const { checks: rests = [], figures = [] } = controlsById[id]
  return {
    checks: Object.fromEntries(rests.map((check) => [check, 'nothing' as const])),
    figures: Object.fromEntries(
      figures.map((figure) => [
        figure,
        noWhole.includes(figure) ? ('nothing' as const) : ([0, good[figure]?.[1] === null ? null : 0] as const),
      ]),
    ),
  }
}

type Cases = Partial<Record<ControlAnswer, Differing | 'nothing is there'>>

/** Tests a group's controls by a table: for every answer but a pass that facts can bring each to, facts that do. */
export function testAnswers(group: string, table: Partial<Record<ControlId, Cases>>): void {
  const ids = controlIds.filter((id) => controlsById[id].group === group && controlsById[id].kind !== 'attested')
  const rows = ids.flatMap((id) =>
    Object.entries({ pass: {}, ...table[id] }).map(([answer, differing]) => [id, answer, differing] as const),
  )
  describe(group, () => {
    test('each control that facts speak of is asked for every answer they can bring', () => {
      expect(Object.keys(table).sort()).toEqual(ids)
      for (const id of ids) {
        const answers = ['pass', ...Object.keys(table[id] ?? {})].sort()
        expect(answers, id).toEqual([...reachable(id)].sort())
      }
    })
    test.each(rows)('%s: %s', (id, answer, differing) => {
      expect(judge(id, differing === 'nothing is there' ? nothingFor(id) : differing).answer).toBe(answer)
    })
  })
}
