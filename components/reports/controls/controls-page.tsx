'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useScope } from '#components/data/scope.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { FilterBar } from '#components/ui/filter-bar.tsx'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { Age } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { ControlAnswer, ControlResult } from '#contract/reports.ts'
import { AnswersBar } from '../answers-bar.tsx'
import { ReportsTabs } from '../reports-tabs.tsx'
import { answers, answerWords, controlKinds, inOrder, kinds, tally } from '../words.ts'
import { byGroup, narrowed } from './control-groups.ts'
import { ControlsTable } from './controls-table.tsx'

const controlList = defineList('controls', {
  filters: {
    search: parseAsString,
    framework: parseAsString,
    answer: parseAsStringLiteral(answers),
    kind: parseAsStringLiteral(kinds),
  },
  sorts: [],
})

/** Every control and its answer now, by rule and practice. There are few, so all are here and narrowing asks nobody. */
export function ControlsPage() {
  const scope = useScope()
  const list = useList(controlList)
  const query = useQuery(api.reports.controls.queryOptions({ input: scope }))
  const frameworks = useQuery(api.reports.frameworks.queryOptions({ input: scope }))
  const failed = failureOf(query, 'The controls')
  const all = query.data
  const others = all && narrowed(all, { ...list.matching, answer: null })
  const shown = all && narrowed(all, list.matching)
  const fields = [
    {
      id: 'framework',
      label: 'Framework',
      options: inOrder(frameworks.data ?? []).map(({ id, title }) => ({ value: id, label: title })),
    },
    { id: 'answer', label: 'Answer', options: answers.map((value) => ({ value, label: answerWords[value].word })) },
    { id: 'kind', label: 'How decided', options: kinds.map((value) => ({ value, label: controlKinds[value].word })) },
  ]
  return (
    <>
      <PageHeader title="Reports" status={all ? <Age at={oldestFacts(all)} prefix="Oldest facts" /> : null}>
        Controls and their answers now. A report freezes them.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <ReportsTabs current={links.controls()} />
        {failed && all ? <LastGoodNotice failed={failed} /> : null}
        <FilterBar
          fields={fields}
          tokens={list.tokens}
          onChange={list.setTokens}
          search={{
            label: 'Search controls',
            value: list.search,
            onChange: list.setSearch,
            placeholder: 'Part of a name, or a clause',
          }}
        />
        {others && others.length > 0 ? (
          <section aria-label="Answers" className="rounded-lg border border-line bg-surface px-4 py-3">
            <AnswersBar wide counts={tally(others)} hrefOf={(answer) => withAnswer(list.matching, answer)} />
          </section>
        ) : null}
        <div className="min-w-0 rounded-lg border border-line bg-surface">
          {shown ? (
            shown.length > 0 ? (
              <ControlsTable
                label="Controls"
                groups={byGroup(shown)}
                hrefOf={({ control }) => links.control(control)}
              />
            ) : (
              <EmptyState title="No control matches" action={<Button onClick={list.clear}>Clear filters</Button>}>
                None fits every filter above.
              </EmptyState>
            )
          ) : failed ? (
            <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
          ) : (
            <div role="status" className="p-4">
              <span className="sr-only">Loading</span>
              <SkeletonLines lines={12} />
            </div>
          )}
        </div>
      </div>
    </>
  )
}

function oldestFacts(controls: readonly ControlResult[]) {
  return controls.flatMap(({ factsAt }) => (factsAt ? [factsAt] : [])).sort()[0]
}

/** The same list with this answer alone; pressed again, with all. */
function withAnswer(matching: Parameters<typeof links.controls>[0], answer: ControlAnswer) {
  const { answer: chosen, ...rest } = matching ?? {}
  return links.controls(chosen === answer ? rest : { ...rest, answer })
}
