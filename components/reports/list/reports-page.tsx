'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { useMe } from '#components/people/use-me.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
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
  const page = useRows({
    ...api.reports.list.queryOptions({ input: cursor ? { cursor } : {} }),
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
  const rows = page.data?.items
  return (
    <>
      <ListPage
        title="Reports"
        about={reportsAbout}
        actions={
          <>
            <LinkButton href={links.comparison()}>Compare two…</LinkButton>
            <Button variant="primary" disabledReason={whyNot} onClick={() => setMaking(true)}>
              Make a report…
            </Button>
          </>
        }
        above={<ReportsTabs current={links.reports()} />}
        tall
        list={list}
        page={page}
        label="Reports"
        noun="reports"
        what="The reports"
        columns={columns}
        rowId={idOf}
        rowName={({ number, title }) => `report ${number}, ${title}`}
        rowHref={({ id }) => links.report(id)}
        selection={selection}
        onSelection={setSelection}
        selectionActions={(chosen) => (
          <CompareButton
            chosen={rows?.filter(({ id }) => chosen.scope === 'matching' || chosen.ids.includes(id)) ?? []}
            onCompare={(a, b) => router.push(links.comparison(a, b))}
          />
        )}
        empty={
          <EmptyState title="No report was made yet">
            A report freezes what is known at one moment: controls with their evidence, registers, decisions. Make one
            with the button above, or have them made by a schedule.
          </EmptyState>
        }
      />
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
