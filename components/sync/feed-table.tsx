'use client'

import { useMemo } from 'react'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import type { Account } from '#contract/accounts.ts'
import type { Feed } from '#contract/sync.ts'
import { feedColumns } from './feed-columns.tsx'
import { SyncButton } from './sync-button.tsx'

/** The feeds of one account. */
export function FeedTable({ account, feeds, whyNot }: { account: Account; feeds: Feed[]; whyNot: string | undefined }) {
  const columns = useMemo<Column<Feed>[]>(
    () => [
      ...feedColumns,
      {
        id: 'act',
        header: 'Now',
        align: 'end',
        always: true,
        cell: ({ account, collector, title }) => (
          <SyncButton account={account} collector={collector} title={title} whyNot={whyNot} />
        ),
      },
    ],
    [whyNot],
  )
  const inOrder = useMemo(() => feeds.toSorted((a, b) => a.title.localeCompare(b.title, 'en')), [feeds])
  return (
    <Panel
      title={account.name}
      note={`${account.awsAccountId} · ${account.region}`}
      actions={<SyncButton account={account.id} whyNot={whyNot} />}
      flush
    >
      <DataTable label={`Feeds of ${account.name}`} noun="feeds" columns={columns} rows={inOrder} rowId={rowId} tall />
    </Panel>
  )
}

const rowId = ({ account, collector }: Feed) => `${account}/${collector}`
