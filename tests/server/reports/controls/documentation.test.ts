import { expect, test } from 'vitest'
import { type CheckId, checks } from '#generated/checks.ts'
import type { ControlId } from '#generated/controls.ts'
import { type FigureId, figures } from '#generated/figures.ts'
import { type FrameworkId, frameworks } from '#generated/frameworks.ts'
import type { FigureDefinition } from '#server/reports/figure.ts'
import type { Framework } from '#server/reports/framework.ts'
import { controlIds, controlsById, idsOf } from './facts.ts'

const { compare } = new Intl.Collator('en', { numeric: true })
const figuresById: Readonly<Record<FigureId, FigureDefinition>> = figures
const frameworksById: Readonly<Record<FrameworkId, Framework>> = frameworks

function chapter(group: string): string {
  const own = controlIds
    .filter((id) => controlsById[id].group === group)
    .toSorted((a, b) => controlsById[a].order - controlsById[b].order)
  return [`## ${group}`, ...own.map(entry)].join('\n\n')
}

function entry(id: ControlId): string {
  const { title, about, kind, checks: rests = [], figures: counts = [], clauses } = controlsById[id]
  const reads = [
    ...rests.map((check: CheckId) => `${checks[check].title} (check \`${check}\`)`),
    ...counts.map((figure) => `${figuresById[figure].title} (figure \`${figure}\`)`),
  ]
  const maps = (Object.entries(clauses) as [FrameworkId, readonly string[]][]).map(([framework, ids]) => {
    const { title: name, clauses: known } = frameworksById[framework]
    return `${name} ${ids.map((clause) => `${clause}${known[clause]?.verified ? '' : '\\*'}`).join(', ')}`
  })
  return [
    `### ${title}`,
    `\`${id}\`, ${kind}. ${about}`,
    ...(reads.length > 0 ? [reads.map((read) => `- ${read}`).join('\n')] : []),
    `Clauses: ${maps.join('; ')}.`,
  ].join('\n\n')
}

// Written anew by `npx vitest run tests/server/reports/controls -u`; never edited by hand.
test('docs/controls.md lists every control as it is', async () => {
  const all = [...new Set(controlIds.map((id) => controlsById[id].group))].toSorted(compare)
  const isRule = (group: string) => group.startsWith('Rule')
  const groups = [...all.filter(isRule), ...all.filter((group) => !isRule(group))]
  const [automatic, partial, attested] = (['automatic', 'partial', 'attested'] as const).map(
    (kind) => idsOf(kind).length,
  )
  const text = [
    '# The controls',
    'Written from `server/reports/controls/`: one file each, its name the id. To add one, write a file with `automatic`, `partial` or `attested` of `server/reports/kinds.ts`, name the checks and figures it rests on and the clauses it answers, run `npm run generate`, and put its answers into the tables of `tests/server/reports/controls/`. Figures are named queries, one file each in `server/reports/figures/`.',
    `There are ${controlIds.length}. ${automatic} are *automatic*: facts decide. ${partial} are *partial*: facts show a sign, and a person confirms what they do not reach. ${attested} are *attested*: a person vouches for them. What is stale, missing or lapsed is unknown, never a pass.`,
    'Clauses are ids with our own wording; one with an asterisk is known by its number and was not checked against the published text.',
    ...groups.map(chapter),
  ]
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot('../../../../docs/controls.md')
})
