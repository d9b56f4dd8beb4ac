import { z } from 'zod'
import { type Severity, severity } from '#contract/incidents.ts'
import { checks } from '#generated/checks.ts'
import { contentHash } from '#server/history/content-hash.ts'
import type { Sql } from '#server/platform/db.ts'
import type { Answer, Boundary, Check, CheckedKind } from '../check.ts'
import type { FactsByKind } from '../facts.ts'

export type Numbers = Record<string, number>

/** The type and the groups that decide which numbers hold for a subject. */
export type Belongs = { type: string | null; groups: readonly string[] }

/** A check of one kind with what people set of it. `version` changes when its answers may, though no fact does. */
export type SetCheck<Kind extends CheckedKind = CheckedKind> = {
  id: string
  about: Kind
  reads: readonly string[]
  enabled: boolean
  version: string
  severity: Severity | null
  boundaries: readonly Boundary<Numbers>[]
  /** Every combination of numbers that may hold for some subject. */
  everyNumbers: Numbers[]
  numbersFor(belongs: () => Belongs[]): Numbers
  applies?: ((facts: FactsByKind[Kind]) => boolean) | undefined
  judge(facts: FactsByKind[Kind], now: Date, numbers: Numbers): Answer
}

const numbered = { parameter: z.string(), value: z.number() }
const stored = z.object({
  check_id: z.string(),
  enabled: z.boolean(),
  severity: severity.nullable(),
  parameters: z.record(z.string(), z.number()),
  per_type: z.array(z.object({ type: z.string(), ...numbered })),
  per_group: z.array(z.object({ group: z.string(), ...numbered })),
})
type Stored = z.infer<typeof stored>

/** All checks with their settings, in order of their ids. */
export async function readChecks(sql: Sql): Promise<SetCheck[]> {
  const { rows } = await sql.query(
    'SELECT check_id, enabled, severity, parameters, per_type, per_group FROM check_settings',
  )
  const settings = new Map(rows.map((row) => stored.parse(row)).map((row) => [row.check_id, row]))
  return Object.entries<unknown>(checks)
    .map(([id, check]) => setCheck(id, check as Check, settings.get(id)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** A check with its settings; without, as it comes. */
export function setCheck(id: string, check: Check, set?: Stored): SetCheck {
  const base: Numbers = {}
  for (const [name, { default: number }] of Object.entries(check.parameters ?? {}))
    base[name] = set?.parameters[name] ?? number
  const cases = casesOf(base, set)
  const { boundaries, applies, judge, reads, about } = check
  return {
    id,
    about,
    reads,
    enabled: set?.enabled ?? true,
    severity: set?.severity ?? null,
    // What it judges by changes with a release; its own words are as good a mark of it as any.
    version: contentHash([base, set?.severity, set?.per_type, set?.per_group, String(judge), String(applies)]),
    boundaries: (boundaries ?? []) as readonly Boundary<Numbers>[],
    everyNumbers: [base, ...cases.map(({ numbers }) => numbers)],
    numbersFor: (belongs) => (cases.length === 0 ? base : (numbersOf(cases, belongs()) ?? base)),
    applies: applies as SetCheck['applies'],
    judge: judge as SetCheck['judge'],
  }
}

type Case = { by: 'type' | 'group'; name: string; numbers: Numbers }

// A group says more than a type: its numbers are tried first.
function casesOf(base: Numbers, set: Stored | undefined): Case[] {
  const cases = new Map<string, Case>()
  const all = [
    ...(set?.per_group ?? []).map((one) => ({ by: 'group' as const, name: one.group, ...one })),
    ...(set?.per_type ?? []).map((one) => ({ by: 'type' as const, name: one.type, ...one })),
  ]
  for (const { by, name, parameter, value } of all) {
    const key = `${by} ${name}`
    const one = cases.get(key) ?? { by, name, numbers: { ...base } }
    if (parameter in base) one.numbers[parameter] = value
    cases.set(key, one)
  }
  return [...cases.values()]
}

function numbersOf(cases: Case[], belongs: Belongs[]): Numbers | undefined {
  return cases.find(({ by, name }) =>
    belongs.some(({ type, groups }) => (by === 'type' ? type === name : groups.includes(name))),
  )?.numbers
}
