'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useScope } from '#components/data/scope.tsx'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar } from '#components/ui/filter-bar.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { nothingSelected, type Selection } from '#components/ui/table/selection.ts'
import { useOpened } from '#components/ui/use-opened.ts'
import type { FindingSummary } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { FindingsTabs } from '../findings-tabs.tsx'
import { findingsAbout } from '../words.ts'
import { findingColumns } from './finding-columns.tsx'
import { findingFields } from './finding-fields.ts'
import { findingList } from './finding-list-state.ts'

const FindingDrawer = lazy(() => import('./finding-drawer.tsx').then((part) => ({ default: part.FindingDrawer })))
const SelectedFindings = lazy(() =>
  import('../decide/selected-findings.tsx').then((part) => ({ default: part.SelectedFindings })),
)

/** Every finding, the worst and longest failing first; filters live in the address. */
export function FindingsPage() {
  const list = useList(findingList)
  const me = useMe()
  const scope = useScope()
  const checks = useQuery(api.findings.checks.queryOptions({ input: scope }))
  const total = useQuery(api.findings.count.queryOptions({ input: list.matching }))
  const page = useQuery({
    ...api.findings.list.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const [hidden, setHidden] = useColumns(findingList.page, findingColumns)
  const [selection, setSelection] = useState<Selection>(nothingSelected)
  const rows = page.data?.items
  const count = total.data && { value: total.data.count, capped: total.data.capped }
  return (
    <>
      <PageHeader
        title="Findings"
        count={count ?? null}
        actions={
          <>
            <SavedViewsMenu page={findingList.page} path={links.findings()} query={list.query} account={list.account} />
            <LinkButton
              href={links.findingsExport(list.matching)}
              download
              icon={<Download aria-hidden className="size-4" />}
            >
              CSV
            </LinkButton>
          </>
        }
      >
        {findingsAbout}
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <FindingsTabs current={links.findings()} />
        <FilterBar
          fields={findingFields(rows ?? [], checks.data ?? [], me)}
          tokens={list.tokens}
          onChange={(tokens) => {
            setSelection(nothingSelected)
            list.setTokens(tokens)
          }}
          search={{
            label: 'Search resources',
            value: list.search,
            onChange: (text) => {
              setSelection(nothingSelected)
              list.setSearch(text)
            },
            placeholder: 'Part of the name or ID',
          }}
        />
        <section aria-label="Findings" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Findings"
            noun="findings"
            columns={findingColumns}
            rows={rows}
            rowId={idOf}
            rowName={({ subject }) => subject}
            rowHref={({ id }) => links.finding(id)}
            onOpen={({ id }) => list.setOpen(id)}
            openId={list.open}
            sort={list.sort ?? { by: 'severity', direction: 'asc' }}
            onSort={list.setSort}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
            selection={selection}
            onSelection={setSelection}
            selectionActions={(chosen) => (
              <Suspense fallback={null}>
                <SelectedFindings
                  selection={chosen}
                  matching={list.matching}
                  count={count}
                  onDone={() => setSelection(nothingSelected)}
                />
              </Suspense>
            )}
            total={count}
            refreshing={page.isPlaceholderData}
            failed={failureOf(page, 'The findings')}
            empty={<Nothing narrowed={list.narrowed} onClear={list.clear} />}
            footer={
              <Pager
                shown={rows?.length ?? 0}
                total={count}
                noun="findings"
                busy={page.isPlaceholderData}
                {...list.pages(page.data?.nextCursor)}
              />
            }
          />
        </section>
      </div>
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <FindingDrawer openId={list.open} rows={rows ?? []} onOpen={list.setOpen} />
        </Suspense>
      ) : null}
    </>
  )
}

const idOf = ({ id }: FindingSummary) => id

function Nothing({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  if (narrowed)
    return (
      <EmptyState title="No finding matches" action={<Button onClick={onClear}>Clear filters</Button>}>
        None fits every filter above.
      </EmptyState>
    )
  return (
    <EmptyState title="Nothing is found" action={<LinkButton href={links.coverage()}>See what is judged</LinkButton>}>
      Nothing that could be judged fails. What could not be judged is on the page of coverage.
    </EmptyState>
  )
}
