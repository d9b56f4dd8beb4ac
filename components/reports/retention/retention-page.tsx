'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useMe } from '#components/people/use-me.ts'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { Button } from '#components/ui/button.tsx'
import { plural } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { Retention } from '#contract/reports.ts'
import { whyNotRole } from '#contract/roles.ts'
import { SigningKeyPanel } from './signing-key-panel.tsx'

const RetentionDialog = lazy(() => import('./retention-dialog.tsx').then((part) => ({ default: part.RetentionDialog })))

/** How long each kind of data is kept, and the key that seals reports. */
export function RetentionPage() {
  const query = useQuery(api.reports.retention.queryOptions())
  const whyNot = whyNotRole(useMe()?.role, 'admin')
  const [setting, setSetting] = useState<Retention | null>(null)
  const columns = useMemo(() => columnsWith(whyNot, setSetting), [whyNot])
  return (
    <SettingsFrame current={links.retention()}>
      <Panel title="Retention" note="What is older is deleted by the worker, for good; the trail is never" flush>
        <DataTable
          tall
          label="Retention"
          noun="kinds of data"
          columns={columns}
          rows={query.data}
          rowId={({ kind }) => kind}
          failed={failureOf(query, 'The retention')}
        />
      </Panel>
      <SigningKeyPanel />
      <Suspense fallback={null}>
        {setting ? <RetentionDialog retention={setting} onClose={() => setSetting(null)} /> : null}
      </Suspense>
    </SettingsFrame>
  )
}

function columnsWith(whyNot: string | undefined, onSet: (retention: Retention) => void): readonly Column<Retention>[] {
  return [
    { id: 'kind', header: 'Kind of data', className: 'w-[36%] min-w-56 max-w-0 truncate', cell: ({ title }) => title },
    {
      id: 'days',
      header: 'Kept for',
      always: true,
      cell: ({ days, default: usual }) => (
        <span className="tabular-nums">
          {plural(days, 'day')}
          {days === usual ? <span className="text-muted">, by default</span> : null}
        </span>
      ),
    },
    {
      id: 'range',
      header: 'May be',
      cell: ({ min, max }) => (
        <span className="text-muted tabular-nums">
          {min} to {plural(max, 'day')}
        </span>
      ),
    },
    { id: 'oldest', header: 'Oldest kept', cell: ({ oldestAt }) => <RelativeTime at={oldestAt} never="none" /> },
    {
      id: 'pruned',
      header: 'Last cleaned',
      cell: ({ lastPrunedAt }) => <RelativeTime at={lastPrunedAt} never="not yet" />,
    },
    {
      id: 'set',
      header: 'Set',
      align: 'end',
      always: true,
      cell: (retention) => (
        <Button
          size="sm"
          aria-label={`Set the retention of ${retention.title}`}
          disabledReason={whyNot}
          onClick={() => onSet(retention)}
        >
          Set…
        </Button>
      ),
    },
  ]
}
