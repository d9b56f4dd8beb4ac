'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { useList } from '#components/data/list/use-list.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import type { AuditTask } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { FindingsTabs } from '../findings-tabs.tsx'
import { auditStatus, isUnderWay, tally, taskType } from './audit-words.ts'

const AuditDrawer = lazy(() => import('./audit-drawer.tsx').then((part) => ({ default: part.AuditDrawer })))
const StartAudit = afterPaint(() => import('./start-audit.tsx').then((part) => part.StartAudit), null)

const auditList = defineList('audits', { filters: {}, sorts: [] })
const followMs = 5_000

/** Every audit that was read, for good: AWS forgets them after 90 days. */
export function AuditsPage() {
  const list = useList(auditList)
  const page = useQuery({
    ...api.audits.list.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? followMs : false),
  })
  const rows = page.data?.items
  return (
    <>
      <PageHeader title="Findings" actions={<StartAudit />}>
        Audits that Device Defender ran. They stay here when AWS has forgotten them.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <FindingsTabs current={links.audits()} />
        <section aria-label="Audits" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Audits"
            noun="audits"
            columns={auditColumns}
            rows={rows}
            rowId={({ task }) => task}
            onOpen={({ task }) => list.setOpen(task)}
            openId={list.open}
            refreshing={page.isPlaceholderData}
            failed={failureOf(page, 'The audits')}
            empty={
              <EmptyState
                title="No audit was read yet"
                action={<LinkButton href={links.coverage()}>See what is off</LinkButton>}
              >
                Device Defender may be off in this account, or nothing has run an audit in 90 days.
              </EmptyState>
            }
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="audits"
                busy={page.isPlaceholderData}
                {...list.pages(page.data?.nextCursor)}
              />
            }
          />
        </section>
      </div>
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <AuditDrawer
            audit={rows?.find(({ task }) => task === list.open)}
            open={list.open !== undefined}
            onClose={() => list.setOpen(null)}
          />
        </Suspense>
      ) : null}
    </>
  )
}

const absent = <span className="text-faint">–</span>

const auditColumns: readonly Column<AuditTask>[] = [
  { id: 'began', header: 'Began', always: true, cell: ({ startedAt }) => <RelativeTime at={startedAt} /> },
  {
    id: 'kind',
    header: 'Kind',
    className: 'max-w-64 truncate',
    cell: ({ type, schedule, requestedBy }) => (
      <>
        {taskType(type)}
        <span className="text-muted">{schedule ? `, ${schedule}` : requestedBy ? `, by ${requestedBy}` : ''}</span>
      </>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    cell: ({ status, error }) => (
      <span data-tip={error ?? undefined} className={error ? 'text-bad' : undefined}>
        {auditStatus(status)}
      </span>
    ),
  },
  {
    id: 'failing',
    header: 'Not compliant',
    align: 'end',
    tip: 'Checks that found something',
    cell: (audit) => <span className="tabular-nums">{tally(audit).failing || absent}</span>,
  },
  {
    id: 'passed',
    header: 'Compliant',
    align: 'end',
    cell: (audit) => <span className="tabular-nums">{tally(audit).passed || absent}</span>,
  },
  {
    id: 'without',
    header: 'Not evaluated',
    align: 'end',
    tip: 'Checks that were off, failed or have not ended',
    cell: (audit) => <span className="text-unknown tabular-nums">{tally(audit).without || absent}</span>,
  },
  { id: 'account', header: 'Account', cell: ({ account }) => <AccountName id={account} /> },
  {
    id: 'task',
    header: 'Task',
    className: 'max-w-40',
    cell: ({ task }) => <span className="mono block truncate">{task}</span>,
  },
]
