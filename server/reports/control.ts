import type { CheckState } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'
import type { ControlAnswer, ControlKind } from '#contract/reports.ts'
import type { CheckId } from '#generated/checks.ts'
import type { FigureId } from '#generated/figures.ts'
import type { FrameworkId } from '#generated/frameworks.ts'

/** What a check says over all accounts of the report: x of y, with what is unknown. */
export type CheckFacts = {
  state: CheckState
  title: string
  failing: number
  /** Of what fails and is not suppressed, the worst. */
  worst: Severity | null
  suppressed: number
  unknown: number
  evaluated: number | null
  factsAt: Date | null
  whyNot: string | null
}

/** A number with its whole and its age. null: it could not be told. */
export type Figure = {
  value: number | null
  of: number | null
  at: Date | null
  /** How many items speak against it. */
  failing?: number
  /** There is nothing that it could count: none of it is no pass. */
  nothing?: boolean
  whyNot?: string | null
}

/** What a person vouched for, the latest of the control. */
export type Vouched = {
  answer: Exclude<ControlAnswer, 'unknown'>
  statement: string
  owner: string
  /** The account it is of; null: of all. */
  account: string | null
  /** Whether a link or a file goes with it. */
  evidenced: boolean
  reviewedAt: Date
  expiresAt: Date
}

/** Everything a control may look at. */
export type ControlFacts<F extends FigureId = FigureId> = {
  check(id: CheckId): CheckFacts
  figure(id: F): Figure
  attestation: Vouched | null
  now: Date
}

/** Why the answer is what it is, in a sentence. */
export type Judged = { answer: ControlAnswer; reason: string }

/** Clauses by framework. Each is one of that framework's file, which says whether its id was checked (a test compares). */
export type Clauses = Partial<Record<FrameworkId, readonly string[]>>

type Definition<F extends FigureId> = {
  /** The rule or set of practices it belongs to, as the scorecard groups it. */
  group: string
  /** Its place within the group. */
  order: number
  title: string
  /** What it asks for and why, in our words. */
  about: string
  kind: ControlKind
  /** Checks it rests on; `checksDecide` of answers.ts reads them. */
  checks?: readonly CheckId[]
  /** Figures it rests on, of server/reports/figures. */
  figures?: readonly F[]
  clauses: Clauses
  /** Pure. For 'attested' it may be left out: the attestation decides. */
  judge?(facts: ControlFacts<F>): Judged
}

/** One file in controls/. The file's name is its id. */
export type Control = Definition<FigureId>

/** Declares a control. It can be asked only for the figures that it names: the cast widens them, as the facts hold all. */
export const control = <const F extends FigureId = never>(definition: Definition<F>): Control =>
  definition as unknown as Control
