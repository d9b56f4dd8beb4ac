import type { ReportComparison } from '#contract/reports.ts'
import type { Context } from '#server/platform/context.ts'
import type { FailingItem, ReportContent } from '../content.ts'
import { checksById } from '../judge.ts'
import { readReady } from './reports.ts'

/** What changed from one report to another, control by control. Throws a Refusal unless both are ready. */
export async function compareReports(
  { database }: Context,
  { id, with: other }: { id: string; with: string },
): Promise<ReportComparison> {
  const [to, from] = await Promise.all([readReady(database.pool, id), readReady(database.pool, other)])
  return {
    from: from.summary,
    to: to.summary,
    controls: changedControls(from.stored.content, to.stored.content),
    findings: changedFindings(from.stored.content, to.stored.content),
    attestations: changedAttestations(from.stored.content, to.stored.content),
    registers: rowsOf(from.stored.content, to.stored.content),
  }
}

/** The controls that answer otherwise, or of which another number of items fails; a control that one has not is null there. */
function changedControls(
  from: Pick<ReportContent, 'controls'>,
  to: Pick<ReportContent, 'controls'>,
): ReportComparison['controls'] {
  const before = new Map(from.controls.map((one) => [one.control, one]))
  const after = new Map(to.controls.map((one) => [one.control, one]))
  return [...new Set([...after.keys(), ...before.keys()])]
    .map((control) => {
      const [a, b] = [before.get(control), after.get(control)]
      return {
        ...{ control, title: b?.title ?? a?.title ?? control, from: a?.answer ?? null, to: b?.answer ?? null },
        ...{ failingFrom: a?.failing ?? null, failingTo: b?.failing ?? null },
      }
    })
    .filter((one) => one.from !== one.to || one.failingFrom !== one.failingTo)
}

const mostItems = 100

/**
 * Items that fail a check in one of the reports only, of the hundred that each keeps by check: what is in the later one and
 * opened after the first did open, and what is in the first one only is resolved or suppressed, if the later one holds all.
 */
export function changedFindings(
  from: Pick<ReportContent, 'controls' | 'asOf'>,
  to: Pick<ReportContent, 'controls' | 'asOf'>,
): ReportComparison['findings'] {
  const [before, after] = [itemsByCheck(from), itemsByCheck(to)]
  return [...new Set([...after.keys(), ...before.keys()])]
    .map((check) => {
      const [a, b] = [before.get(check), after.get(check)]
      const [had, has] = [a?.items ?? [], b?.items ?? []]
      const cut = had.length >= mostItems || has.length >= mostItems
      // A report that is not about the check says nothing of it.
      const comparable = a !== undefined && b !== undefined
      const opened = has.filter((one) => !had.some(sameAs(one)) && (!cut || one.since > from.asOf))
      const resolved = has.length >= mostItems ? [] : had.filter((one) => !has.some(sameAs(one)))
      return {
        ...{ check, title: titlesOfChecks[check] ?? check, from: a?.failing ?? null, to: b?.failing ?? null, cut },
        opened: comparable ? opened.map(named) : [],
        resolved: comparable ? resolved.map(named) : [],
      }
    })
    .filter(
      (one) =>
        one.opened.length > 0 ||
        one.resolved.length > 0 ||
        (one.from !== one.to && one.from !== null && one.to !== null),
    )
}

const titlesOfChecks: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(checksById).map(([id, { title }]) => [id, title]),
)
const sameAs = (one: FailingItem) => (other: FailingItem) =>
  one.account === other.account && one.kind === other.kind && one.name === other.name
const named = ({ account, kind, name, severity }: FailingItem) => ({ account, kind, name, severity })

/** Of every check that a control of the report rests on: what fails, and how much in all. One check may be of several controls. */
function itemsByCheck({ controls }: Pick<ReportContent, 'controls'>) {
  const found = new Map<string, { failing: number | null; items: FailingItem[] }>()
  for (const { evidence, items } of controls)
    for (const { path, query, value } of evidence) {
      const check = query === 'checks' ? new URLSearchParams(path?.split('?')[1]).get('check') : null
      if (check) found.set(check, { failing: value, items: items.filter((item) => item.check === check) })
    }
  return found
}

/** Controls that another attestation counts for, or none any more. */
export function changedAttestations(
  from: Pick<ReportContent, 'controls'>,
  to: Pick<ReportContent, 'controls'>,
): ReportComparison['attestations'] {
  const before = new Map(from.controls.map((one) => [one.control, one.attestation]))
  return to.controls
    .filter(({ control, attestation }) => before.has(control) && before.get(control)?.id !== attestation?.id)
    .map(({ control, title, attestation }) => ({ control, title, from: before.get(control) ?? null, to: attestation }))
}

function rowsOf(from: ReportContent, to: ReportContent): ReportComparison['registers'] {
  const names = [...new Set([...to.registers, ...from.registers].map(({ name }) => name))]
  const count = (content: ReportContent, name: string) =>
    content.registers.find((register) => register.name === name)?.rows ?? 0
  return names.map((name) => ({ name, from: count(from, name), to: count(to, name) }))
}
