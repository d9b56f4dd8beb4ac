import type { ReactNode } from 'react'
import type { ControlResult, Framework } from '#contract/reports.ts'

/** Controls under a heading. */
export type ControlGroup = { id: string; heading: ReactNode; note?: ReactNode; controls: readonly ControlResult[] }

/** Controls by the rule or practice they belong to, in the order they came. */
export function byGroup(controls: readonly ControlResult[]): ControlGroup[] {
  const groups = new Map<string, ControlResult[]>()
  for (const control of controls) groups.set(control.group, [...(groups.get(control.group) ?? []), control])
  return [...groups].map(([id, members]) => ({ id, heading: id, controls: members }))
}

/** The controls behind each clause of a framework, those without any included. A control may stand behind several. */
export function behindClauses(
  { id: framework, clauses }: Pick<Framework, 'id' | 'clauses'>,
  controls: readonly ControlResult[],
) {
  return clauses.map((clause) => ({
    ...clause,
    controls: controls.filter((control) =>
      control.clauses.some((one) => one.framework === framework && one.id === clause.id),
    ),
  }))
}

type Narrowing = { framework?: string | null; answer?: string | null; kind?: string | null; search?: string | null }

/** The controls that every filter lets through; `search` looks at titles, groups and clause ids. */
export function narrowed(controls: readonly ControlResult[], { framework, answer, kind, search }: Narrowing) {
  const sought = search?.trim().toLowerCase() ?? ''
  return controls.filter(
    (control) =>
      (!framework || control.clauses.some((one) => one.framework === framework)) &&
      (!answer || control.answer === answer) &&
      (!kind || control.kind === kind) &&
      (!sought ||
        [control.title, control.group, control.control, ...control.clauses.map(({ id }) => id)].some((text) =>
          text.toLowerCase().includes(sought),
        )),
  )
}

/** The one page that shows every item that fails; null when they are on several: then each line of evidence leads to its own. */
export function failingPath({ evidence, failing }: Pick<ControlResult, 'evidence' | 'failing'>): string | null {
  const found = evidence.filter(({ query, value }) => query === 'checks' && (value ?? 0) > 0)
  const byChecks = found.reduce((sum, { value }) => sum + (value ?? 0), 0)
  // What a figure's value counts may as well be what is as it should be; only what checks left over is its own.
  const places = failing > byChecks ? [...found, ...evidence.filter(({ query }) => query !== 'checks')] : found
  return places.length === 1 ? (places[0]?.path ?? null) : null
}
