'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { nothingSelected, type Selection } from '#components/ui/table/selection.ts'
import { toast } from '#components/ui/toast.ts'
import { links } from '#contract/links.ts'
import type { ReportSummary } from '#contract/reports.ts'
import { whyNotRole } from '#contract/roles.ts'
import { ReportsTabs } from '../reports-tabs.tsx'
import { isUnderWay, reportsAbout } from '../words.ts'
import { reportColumns } from './report-columns.tsx'
import { useAccountNames } from './use-account-names.ts'
import { useRemove } from './use-remove.ts'
import { useRequest } from './use-request.ts'

const MakeReport = lazy(() => import('./make-report.tsx').then((part) => ({ default: part.MakeReport })))

const reportList = defineList('reports', { filters: {}, sorts: [] })
const followMs = 2_000

/** Reports, newest first; two of them can be compared. */
export function ReportsPage() {
  const router = useRouter()
  const list = useList(reportList)
  const { cursor } = list.input
  const page = useQuery({
    ...api.reports.list.queryOptions({ input: cursor ? { cursor } : {} }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? followMs : false),
  })
  // Every control is judged for it, so it is asked for only where a report names one.
  const frameworks = useQuery({
    ...api.reports.frameworks.queryOptions({ input: {} }),
    staleTime: 60_000,
    enabled: page.data?.items.some(({ framework }) => framework !== null) ?? false,
  })
  const nameOf = useAccountNames()
  const me = useMe()
  const whyNot = whyNotRole(me?.role, 'responder')
  const [making, setMaking] = useState(false)
  const [selection, setSelection] = useState<Selection>(nothingSelected)
  const { mutate: request } = useRequest()
  const { mutate: remove } = useRemove()
  // biome-ignore lint/correctness/useExhaustiveDependencies: names come with the accounts, titles with the frameworks
  const columns = useMemo(
    () =>
      reportColumns({
        nameOf,
        titleOf: (id) => frameworks.data?.find((one) => one.id === id)?.title ?? id,
        onRetry: ({ title, framework, scope }) =>
          request(
            { title, framework, scope },
            { onError: (error) => toast({ tone: 'bad', title: 'Not asked for', detail: error.message }) },
          ),
        // Whose report it is, the server knows best: by their names people may be mistaken for others.
        whyNotRemove: ({ by }) => (by === me?.name ? whyNot : whyNotRole(me?.role, 'approver')),
        onRemove: ({ id }) => remove({ id }),
      }),
    [frameworks.data, page.data, request, remove, me],
  )
  const [hidden, setHidden] = useColumns(reportList.page, columns)
  const rows = page.data?.items
  const make = (
    <Button variant="primary" disabledReason={whyNot} onClick={() => setMaking(true)}>
      Make a report…
    </Button>
  )
  return (
    <>
      <PageHeader title="Reports" actions={make}>
        {reportsAbout}
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <ReportsTabs current={links.reports()} />
        <section aria-label="Reports" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Reports"
            noun="reports"
            columns={columns}
            rows={rows}
            rowId={idOf}
            rowName={({ number, title }) => `report ${number}, ${title}`}
            rowHref={({ id }) => links.report(id)}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
            selection={selection}
            onSelection={setSelection}
            selectionActions={(chosen) => (
              <CompareButton
                chosen={rows?.filter(({ id }) => chosen.scope === 'matching' || chosen.ids.includes(id)) ?? []}
                onCompare={(a, b) => router.push(links.comparison(a, b))}
              />
            )}
            refreshing={page.isPlaceholderData}
            failed={failureOf(page, 'The reports')}
            empty={
              <EmptyState title="No report was made yet">
                A report freezes what is known at one moment: controls with their evidence, registers, decisions. Make
                one with the button above, or have them made by a schedule.
              </EmptyState>
            }
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="reports"
                busy={page.isPlaceholderData}
                {...list.pages(page.data?.nextCursor)}
              />
            }
          />
        </section>
      </div>
      <Suspense fallback={null}>{making ? <MakeReport onClose={() => setMaking(false)} /> : null}</Suspense>
    </>
  )
}

const idOf = ({ id }: ReportSummary) => id

/** Two that are ready, the older one first, whichever was chosen first. */
function CompareButton({ chosen, onCompare }: CompareProps) {
  const [from, to] = [...chosen].sort((one, other) => one.asOf.localeCompare(other.asOf))
  const whyNot =
    chosen.length !== 2
      ? 'Choose two reports'
      : chosen.some(({ state }) => state !== 'ready')
        ? 'Both must be ready'
        : undefined
  return (
    <Button size="sm" disabledReason={whyNot} onClick={() => from && to && onCompare(from.id, to.id)}>
      Compare
    </Button>
  )
}
type CompareProps = { chosen: readonly ReportSummary[]; onCompare: (from: string, to: string) => void }
