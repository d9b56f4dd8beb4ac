'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { toast } from '#components/ui/toast.ts'
import { links } from '#contract/links.ts'
import type { ReportSchedule } from '#contract/reports.ts'
import { whyNotRole } from '#contract/roles.ts'
import { useAccountNames } from '../list/use-account-names.ts'
import { ReportsTabs } from '../reports-tabs.tsx'
import { scheduleColumns } from './schedule-columns.tsx'

const ScheduleDialog = lazy(() => import('./schedule-dialog.tsx').then((part) => ({ default: part.ScheduleDialog })))

/** Reports that are made by themselves, when, and to whom they go. */
export function SchedulesPage() {
  const queries = useQueryClient()
  const query = useQuery(api.reports.schedules.queryOptions())
  const whyNot = whyNotRole(useMe()?.role, 'approver')
  const nameOf = useAccountNames()
  const [editing, setEditing] = useState<ReportSchedule | 'new' | null>(null)
  const { mutate, isPending, variables } = useMutation(
    api.reports.setSchedule.mutationOptions({
      onSuccess: ({ title, enabled }) => toast({ tone: 'ok', title: `${title} is ${enabled ? 'on' : 'off'}` }),
      onError: (error) => toast({ tone: 'bad', title: 'Not changed', detail: error.message }),
      onSettled: () => void queries.invalidateQueries({ queryKey: api.reports.key() }),
    }),
  )
  const changing = isPending ? variables.id : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: names come with the accounts
  const columns = useMemo(
    () =>
      scheduleColumns({
        whyNot,
        changing,
        nameOf,
        onSwitch: ({ nextAt, lastAt, lastError, ...schedule }) => mutate({ ...schedule, enabled: !schedule.enabled }),
        onChange: setEditing,
      }),
    [whyNot, changing, mutate, query.data],
  )
  return (
    <>
      <PageHeader
        title="Reports"
        actions={
          <Button variant="primary" disabledReason={whyNot} onClick={() => setEditing('new')}>
            Add schedule…
          </Button>
        }
      >
        Reports that are made by themselves. Times are UTC; one that was missed is made once, later.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <ReportsTabs current={links.reportSchedules()} />
        <section aria-label="Schedules" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Schedules"
            noun="schedules"
            columns={columns}
            rows={query.data}
            rowId={({ id }) => id}
            failed={failureOf(query, 'The schedules')}
            empty={
              <EmptyState title="No report is made by itself">
                An auditor likes the same report every month: add a schedule and say who is sent it.
              </EmptyState>
            }
          />
        </section>
      </div>
      <Suspense fallback={null}>
        {editing ? (
          <ScheduleDialog schedule={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
        ) : null}
      </Suspense>
    </>
  )
}
