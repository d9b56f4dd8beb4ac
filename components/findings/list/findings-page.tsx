'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useRows, useTotal } from '#components/data/list/use-rows.ts'
import { useScope } from '#components/data/scope.tsx'
import { useMe } from '#components/people/use-me.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { nothingSelected } from '#components/ui/table/selection.ts'
import { useSelection } from '#components/ui/table/use-selection.ts'
import type { FindingSummary } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { FindingsTabs } from '../findings-tabs.tsx'
import { Judged } from '../judged.tsx'
import { findingsAbout } from '../words.ts'
import { findingColumns } from './finding-columns.tsx'
import { findingFields } from './finding-fields.ts'
import { findingList } from './finding-list-state.ts'

const FindingDrawer = lazy(() => import('./finding-drawer.tsx').then((part) => ({ default: part.FindingDrawer })))
const SelectedFindings = lazy(() =>
  import('../decide/selected-findings.tsx').then((part) => ({ default: part.SelectedFindings })),
)

const worstFirst = { by: 'severity', direction: 'asc' } as const
const idOf = ({ id }: FindingSummary) => id

/** Every finding, the worst and longest failing first; filters live in the address. */
export function FindingsPage() {
  const list = useList(findingList)
  const me = useMe()
  const checks = useQuery(api.findings.checks.queryOptions({ input: useScope() }))
  const total = useTotal(api.findings.count.queryOptions({ input: list.matching }))
  const page = useRows(api.findings.list.queryOptions({ input: list.input }))
  // Rows of several pages may be chosen, but only of one filter.
  const [selection, select] = useSelection(JSON.stringify(list.matching))
  return (
    <ListPage
      title="Findings"
      about={findingsAbout}
      count={total}
      status={<Judged checks={checks.data} />}
      path={links.findings()}
      exportHref={links.findingsExport(list.matching)}
      above={<FindingsTabs current={links.findings()} />}
      fields={findingFields(page.data?.items ?? [], checks.data ?? [], me)}
      search={{ label: 'Search resources', placeholder: 'Part of the name or ID' }}
      tall
      list={list}
      page={page}
      label="Findings"
      noun="findings"
      what="The findings"
      columns={findingColumns}
      rowId={idOf}
      rowName={({ subject }) => subject}
      rowHref={({ id }) => links.finding(id)}
      order={worstFirst}
      selection={selection}
      onSelection={select}
      selectionActions={(chosen) => (
        <Suspense fallback={null}>
          <SelectedFindings
            selection={chosen}
            matching={list.matching}
            count={total ?? undefined}
            onDone={() => select(nothingSelected)}
          />
        </Suspense>
      )}
      total={total}
      noMatch="No finding matches"
      empty={
        <EmptyState
          title="Nothing is found"
          action={<LinkButton href={links.coverage()}>See what is judged</LinkButton>}
        >
          Nothing that could be judged fails. What could not be judged is on the page of coverage.
        </EmptyState>
      }
      drawer={(over) => <FindingDrawer {...over} />}
    />
  )
}
