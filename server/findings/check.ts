import type { SubjectKind } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'
import type { FactsByKind } from './facts.ts'

/** What else the finding concerns, by the kind of resource and its name. */
export type Related = { kind: string; name: string; detail?: string | null }

/**
 * That a resource fails a check, in what way. `reason` tells several failures of one resource apart. `detail` holds until
 * the facts change or a boundary is passed: it names days, not how far off they are.
 */
export type Failing = { severity: Severity; detail: string; reason?: string; related?: Related[] }

/** The facts that would be needed are missing: not a pass. */
export type Unknown = { unknown: string }

/** null: it passes. */
export type Answer = Failing | Failing[] | Unknown | null

/** The kinds of resources that checks are about. */
export type CheckedKind = Extract<SubjectKind, keyof FactsByKind>

/** A number of a check that people may set, for all or for things of one type or group. */
export type Parameter = { label: string; unit: string; default: number; min: number; max: number }

type Parameters = Record<string, Parameter>

/** When an answer may change though no fact does: `days` after (negative: before) the date in this column. */
export type Boundary<Numbers> = {
  column: 'not_after' | 'not_before' | 'created_at' | 'since'
  days(numbers: Numbers): number
}

type Definition<Kind extends CheckedKind, P extends Parameters> = {
  about: Kind
  /** Collectors whose facts it judges. When one of them is missing or stale, all its answers are unknown. */
  reads: readonly string[]
  title: string
  why: string
  /** What to do about it. */
  fix: string
  /** Where the rule comes from: an AWS page, an RFC, a section of a standard, or our own judgement with its ground. */
  source: string
  /** The worst it gives; what lists show before anything fails. */
  severity: Severity
  parameters?: P
  /** The audit check that looks at the same thing, so that both are one finding. */
  audit?: string
  /** Of the audit check's reason codes, the one that is this check's; the audit check's others are another check's. */
  auditReason?: string
  boundaries?: readonly Boundary<{ [Name in keyof P]: number }>[]
  /** Resources it is about at all; the rest are not counted as looked at. Default: all. */
  applies?(facts: FactsByKind[Kind]): boolean
  /** Pure: no clock, database or AWS. */
  judge(facts: FactsByKind[Kind], now: Date, numbers: { [Name in keyof P]: number }): Answer
}

/** One file in checks/, about one kind of resource. The file's name is its id. */
export type Check<Kind extends CheckedKind = CheckedKind> = {
  [K in Kind]: Definition<K, Record<string, Parameter>>
}[Kind]

/** Declares a check. */
export const check = <Kind extends CheckedKind, const P extends Parameters = Record<never, Parameter>>(
  definition: Definition<Kind, P>,
): Check<Kind> => definition as unknown as Check<Kind>
