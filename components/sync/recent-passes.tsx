'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '#components/data/api.ts'
import { parseAsString } from '#components/data/list/address.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useAddress } from '#components/data/list/use-address.ts'
import { useScope } from '#components/data/scope.tsx'
import { type Health, Status } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { span } from '#components/ui/format-time.ts'
import { Select } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Account } from '#contract/accounts.ts'
import type { Feed, SyncRun } from '#contract/sync.ts'

const parsers = { feed: parseAsString }

/** The passes that ended last, newest first; the feed shown is kept in the address. */
export function RecentPasses({ accounts, feeds }: { accounts: Account[]; feeds: Feed[] }) {
  const [{ feed: collector }, setAddress] = useAddress(parsers)
  const input = { ...useScope(), ...(collector && { collector }), limit: 50 }
  const runs = useQuery(api.sync.runs.queryOptions({ input }))
  const titles = useMemo(() => new Map(feeds.map((feed) => [feed.collector, feed.title])), [feeds])
  const columns = useMemo(
    () => columnsFor(titles, new Map(accounts.map(({ id, name }) => [id, name]))),
    [titles, accounts],
  )
  const options = [{ value: '', label: 'Every feed' }, ...[...titles].map(([value, label]) => ({ value, label }))]
  return (
    <Panel
      title="Recent passes"
      flush
      actions={
        <Select
          aria-label="Feed"
          value={collector ?? ''}
          onChange={(event) => setAddress({ feed: event.target.value || null })}
          options={options}
        />
      }
    >
      <DataTable
        label="Recent passes"
        noun="passes"
        columns={columns}
        rows={runs.data}
        rowId={({ id }) => id}
        failed={failureOf(runs, 'The passes')}
        empty={<EmptyState title="No pass has ended yet">A pass is listed here as soon as it ends.</EmptyState>}
      />
    </Panel>
  )
}

const outcomes: Record<string, { word: string; health: Health }> = {
  ok: { word: 'Complete', health: 'ok' },
  partial: { word: 'Partial', health: 'attention' },
  'not-permitted': { word: 'Not permitted', health: 'bad' },
  unavailable: { word: 'Unavailable', health: 'unknown' },
  credentials: { word: 'No credentials', health: 'bad' },
  failed: { word: 'Failed', health: 'bad' },
}

function columnsFor(titles: Map<string, string>, accounts: Map<number, string>): Column<SyncRun>[] {
  const figure = (
    id: 'calls' | 'seen' | 'added' | 'changed' | 'gone' | 'skipped' | 'failed',
    header: string,
  ): Column<SyncRun> => ({
    id,
    header,
    align: 'end',
    cell: (run) => formatCount(run[id]),
  })
  return [
    { id: 'feed', header: 'Feed', always: true, cell: ({ collector }) => titles.get(collector) ?? collector },
    { id: 'account', header: 'Account', cell: ({ account }) => accounts.get(account) ?? `Account ${account}` },
    { id: 'ended', header: 'Ended', cell: ({ finishedAt }) => <RelativeTime at={finishedAt} /> },
    {
      id: 'took',
      header: 'Took',
      align: 'end',
      cell: ({ startedAt, finishedAt }) => tookOf(Date.parse(finishedAt) - Date.parse(startedAt)),
    },
    { id: 'outcome', header: 'Outcome', cell: (run) => <Outcome run={run} /> },
    figure('calls', 'Calls'),
    figure('seen', 'Seen'),
    figure('added', 'New'),
    figure('changed', 'Changed'),
    figure('gone', 'Gone'),
    figure('skipped', 'Skipped'),
    figure('failed', 'Failed'),
    { id: 'route', header: 'Route', hidden: true, cell: ({ route }) => route ?? '–' },
  ]
}

const tookOf = (lengthMs: number) => (lengthMs < 1000 ? 'under 1 s' : span(lengthMs))

function Outcome({ run: { outcome, error } }: { run: SyncRun }) {
  const { word, health } = outcomes[outcome] ?? { word: outcome, health: 'unknown' as const }
  return (
    <span className="flex min-w-0 flex-col py-1">
      <Status health={health}>{word}</Status>
      {error ? (
        <span className="mono max-w-32 truncate text-xs text-muted" data-tip={error}>
          {error}
        </span>
      ) : null}
    </span>
  )
}
