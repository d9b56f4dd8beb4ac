import type { ReportComparison } from '#contract/reports.ts'
import type { Context } from '#server/platform/context.ts'
import type { ReportContent } from '../content.ts'
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

function rowsOf(from: ReportContent, to: ReportContent): ReportComparison['registers'] {
  const names = [...new Set([...to.registers, ...from.registers].map(({ name }) => name))]
  const count = (content: ReportContent, name: string) =>
    content.registers.find((register) => register.name === name)?.rows ?? 0
  return names.map((name) => ({ name, from: count(from, name), to: count(to, name) }))
}
