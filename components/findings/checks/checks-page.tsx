'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useScope } from '#components/data/scope.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import type { CheckGroup } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { FindingsTabs } from '../findings-tabs.tsx'
import { Judged } from '../judged.tsx'
import { findingsAbout } from '../words.ts'
import { checkColumns } from './check-columns.tsx'
import { FindingFigures } from './finding-figures.tsx'

const TrendPanel = afterPaint(
  () => import('./trend-panel.tsx').then((part) => part.TrendPanel),
  <div aria-hidden className="h-[17.7rem] rounded-lg border border-line bg-surface" />,
)

/** Findings by check: what fails of how many, what passed, and what nobody can tell. */
export function ChecksPage() {
  const scope = useScope()
  const router = useRouter()
  const figures = useQuery(api.findings.figures.queryOptions({ input: scope }))
  const checks = useQuery(api.findings.checks.queryOptions({ input: scope }))
  const [hidden, setHidden] = useColumns('finding-checks', checkColumns)
  const [search, setSearch] = useState('')
  const sought = search.trim().toLowerCase()
  const rows = checks.data?.filter(({ check, title }) => `${title} ${check}`.toLowerCase().includes(sought))
  const failed = failureOf(figures, 'The figures')
  const hrefOf = ({ check }: CheckGroup) => links.findings({ ...scope, check })
  return (
    <>
      <PageHeader
        title="Findings"
        {...(failed && !figures.data ? {} : { count: figures.data ? figures.data.open : null })}
        status={<Judged checks={checks.data} />}
        actions={<LinkButton href={links.checkSettings()}>Set checks</LinkButton>}
      >
        {findingsAbout}
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <FindingsTabs current={links.findingChecks()} />
        {failed && figures.data ? <LastGoodNotice failed={failed} /> : null}
        {failed && !figures.data ? null : <FindingFigures data={figures.data} account={scope.account} />}
        <section aria-label="Checks" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Checks"
            noun="checks"
            columns={checkColumns}
            rows={rows}
            rowId={({ check }) => check}
            rowHref={hrefOf}
            onOpen={(row) => router.push(hrefOf(row))}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
            failed={failureOf(checks, 'The checks')}
            toolbar={
              <SearchBox
                label="Search checks"
                value={search}
                onChange={setSearch}
                placeholder="Part of a check's name"
              />
            }
            empty={
              <EmptyState title={sought ? 'No check is called that' : 'Nothing has been judged yet'}>
                {sought ? null : 'Checks judge what was collected. The first answers come with the first facts.'}
              </EmptyState>
            }
          />
        </section>
        <TrendPanel data={figures.data} failed={failed} />
      </div>
    </>
  )
}
