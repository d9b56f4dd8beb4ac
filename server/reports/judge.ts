import { links } from '#contract/links.ts'
import type { Attestation, ControlAnswer, ControlEvidence, ControlResult } from '#contract/reports.ts'
import { type CheckId, checks } from '#generated/checks.ts'
import { type ControlId, controls } from '#generated/controls.ts'
import type { FigureId } from '#generated/figures.ts'
import { type FrameworkId, frameworks } from '#generated/frameworks.ts'
import type { Check } from '#server/findings/check.ts'
import { log } from '#server/platform/log.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { attestationDecides } from './answers.ts'
import type { CheckFacts, Control, ControlFacts, Figure, Judged, Vouched } from './control.ts'
import { narrowedKinds } from './facts/checks.ts'
import { oldest } from './facts/feeds.ts'
import { figuresById } from './facts/figures.ts'
import type { ReportFacts } from './facts/load.ts'
import type { Framework } from './framework.ts'

/** Every control, and every framework, by its id. */
export const controlsById: Readonly<Record<ControlId, Control>> = controls
export const frameworksById: Readonly<Record<FrameworkId, Framework>> = frameworks
export const checksById: Readonly<Record<CheckId, Check>> = checks

/** Every control with its answer, rule by rule in their order. Pure: all facts are loaded. */
export function judgeAll(facts: ReportFacts): ControlResult[] {
  return Object.entries(controlsById)
    .sort(([, a], [, b]) => rank(a) - rank(b) || inOrder(a.group, b.group) || a.order - b.order)
    .map(([id, control]) => judgeControl(id, control, facts))
}

// The ten rules come first, and rule 10 after rule 9.
const rank = ({ group }: Control) => (group.startsWith('Rule ') ? 0 : 1)
const { compare: inOrder } = new Intl.Collator('en', { numeric: true })

/** One control over loaded facts. */
export function judgeControl(id: string, control: Control, facts: ReportFacts): ControlResult {
  const { checks: rests = [], figures: counts = [] } = control
  // Where facts alone decide, nobody's word is evidence.
  const attestation = control.kind === 'automatic' ? null : facts.attestation(id)
  const { answer, reason } = judged(id, control, facts, attestation)
  const ages = [
    ...rests.map((check) => checkOf(facts, check).factsAt),
    ...counts.map((figure) => figureOf(facts, figure).at),
  ]
  const failing = [
    ...rests.map((check) => checkOf(facts, check).failing),
    ...counts.map((figure) => figureOf(facts, figure).failing ?? 0),
  ]
  return {
    ...{ control: id, group: control.group, title: control.title, kind: control.kind, answer, reason, attestation },
    reads: readsOf(control),
    evidence: [
      ...rests.map((check) => checkEvidence(check, facts)),
      ...counts.map((figure) => figureEvidence(figure, facts)),
    ],
    clauses: clausesOf(control),
    factsAt: oldest(ages)?.toISOString() ?? null,
    failing: failing.reduce((sum, one) => sum + one, 0),
  }
}

/** How many controls give each answer, in the contract's order, those that none gives left out. */
export function tally(results: readonly Pick<ControlResult, 'answer'>[]): { answer: ControlAnswer; count: number }[] {
  const order: ControlAnswer[] = ['pass', 'attention', 'fail', 'unknown', 'not-applicable']
  return order
    .map((answer) => ({ answer, count: results.filter((one) => one.answer === answer).length }))
    .filter(({ count }) => count > 0)
}

function judged(id: string, { judge }: Control, facts: ReportFacts, attestation: Attestation | null): Judged {
  const given: ControlFacts = {
    check: (check) => checkOf(facts, check),
    figure: (figure) => figureOf(facts, figure),
    attestation: attestation && toVouched(attestation),
    now: facts.scope.now,
  }
  try {
    return judge ? judge(given) : attestationDecides(given)
  } catch (error) {
    // One that throws is reported and harms no other.
    log.error({ err: error, control: id }, 'A control could not be judged')
    return { answer: 'unknown', reason: 'The control itself failed' }
  }
}

function toVouched(attestation: Attestation): Vouched {
  const { answer, statement, owner, reviewedAt, expiresAt, account, accountName, link, file } = attestation
  return {
    // 'unknown' is none that a person can give: the contract and the table refuse it.
    answer: answer === 'unknown' ? 'fail' : answer,
    account: account === null ? null : (accountName ?? String(account)),
    evidenced: link !== null || file !== null,
    ...{ statement, owner: owner.name, reviewedAt: new Date(reviewedAt), expiresAt: new Date(expiresAt) },
  }
}

function checkOf({ checks: told }: ReportFacts, id: CheckId): CheckFacts {
  const found = told.get(id)
  if (!found) throw new Error(`No facts of the check ${id} were loaded`)
  return found
}

const figureOf = ({ figures }: ReportFacts, id: FigureId): Figure =>
  figures.get(id) ?? { value: null, of: null, at: null, whyNot: 'Not counted' }

function checkEvidence(id: CheckId, facts: ReportFacts): ControlEvidence {
  const { title, failing, evaluated, factsAt, whyNot, state } = checkOf(facts, id)
  const { accounts } = facts.scope
  const [account] = accounts
  const wide = !narrowedKinds.includes(checksById[id].about)
  return {
    says: `${title}${state === 'passed' || state === 'failing' || !whyNot ? '' : ` (${whyNot})`}${wholeAccounts(facts, wide)}`,
    value: state === 'passed' || state === 'failing' ? failing : null,
    of: evaluated,
    at: factsAt?.toISOString() ?? null,
    path: links.findings({ check: id, ...(accounts.length === 1 && account !== undefined && { account }) }),
    query: 'checks',
  }
}

function figureEvidence(id: FigureId, facts: ReportFacts): ControlEvidence {
  const { value, of, at, whyNot } = figureOf(facts, id)
  const { title, path, narrows } = figuresById[id]
  return {
    says: `${title}${whyNot ? ` (${whyNot})` : ''}${wholeAccounts(facts, narrows === 'accounts')}`,
    ...{ value, of, at: at?.toISOString() ?? null, path, query: id },
  }
}

// What cannot be narrowed to the groups of a report says so.
const wholeAccounts = ({ scope }: ReportFacts, wide: boolean) =>
  wide && scope.groups.length > 0 ? ', of whole accounts' : ''

function readsOf({ kind, checks: rests = [], figures: counts = [] }: Control): string[] {
  const feeds = [
    ...rests.flatMap((check) => checksById[check].reads),
    ...counts.flatMap((figure) => figuresById[figure].reads),
  ]
  const brought = [...new Set(feeds)].map((feed) => feedKinds[feed]?.title ?? feed)
  return kind === 'automatic' ? brought : [...brought, 'What a person vouches for']
}

function clausesOf({ clauses }: Control): ControlResult['clauses'] {
  return Object.entries(clauses).flatMap(([framework, ids = []]) =>
    ids.map((id) => ({ framework, id, verified: clauseOf(framework, id)?.verified ?? false })),
  )
}

const clauseOf = (framework: string, id: string) => frameworksById[framework as FrameworkId]?.clauses[id]
