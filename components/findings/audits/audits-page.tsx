'use client'

import { lazy } from 'react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
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
  const page = useRows({
    ...api.audits.list.queryOptions({ input: list.input }),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? followMs : false),
  })
  return (
    <ListPage
      title="Findings"
      about="Audits that Device Defender ran. They stay here when AWS has forgotten them."
      actions={<StartAudit />}
      above={<FindingsTabs current={links.audits()} />}
      tall
      list={list}
      page={page}
      label="Audits"
      noun="audits"
      what="The audits"
      columns={auditColumns}
      rowId={({ task }) => task}
      empty={
        <EmptyState
          title="No audit was read yet"
          action={<LinkButton href={links.coverage()}>See what is off</LinkButton>}
        >
          Device Defender may be off in this account, or nothing has run an audit in 90 days.
        </EmptyState>
      }
      drawer={(over) => <AuditDrawer {...over} />}
    />
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
    className: 'w-[24%] min-w-40 max-w-0',
    cell: ({ task }) => <span className="mono block truncate">{task}</span>,
  },
]
