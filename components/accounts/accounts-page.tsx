'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useMe } from '#components/people/use-me.ts'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { Status } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Account } from '#contract/accounts.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { AccountDialog } from './account-dialog.tsx'

/** Which AWS accounts and Regions are watched, and through which role. Credentials themselves never come here. */
export function AccountsPage() {
  const [editing, setEditing] = useState<Account | 'new' | null>(null)
  const accounts = useQuery(api.accounts.list.queryOptions())
  const whyNot = whyNotRole(useMe()?.role, 'admin')
  const columns = useMemo(() => columnsFor(whyNot, setEditing), [whyNot])
  const add = (
    <Button size="sm" variant="primary" disabledReason={whyNot} onClick={() => setEditing('new')}>
      Add account…
    </Button>
  )
  return (
    <SettingsFrame current={links.accounts()}>
      <Panel title="AWS accounts" note="One row for each account and Region" flush actions={add}>
        <DataTable
          tall
          label="AWS accounts"
          noun="accounts"
          columns={columns}
          rows={accounts.data}
          rowId={({ id }) => String(id)}
          failed={failureOf(accounts, 'The accounts')}
          empty={
            <EmptyState title="No account is watched" action={add}>
              Add an AWS account and Region. The worker reads it with its own credentials, or through a role you name.
            </EmptyState>
          }
        />
      </Panel>
      <AccountDialog
        key={editing === null || editing === 'new' ? 'new' : editing.id}
        open={editing !== null}
        account={editing === 'new' ? null : editing}
        onClose={() => setEditing(null)}
      />
    </SettingsFrame>
  )
}

function columnsFor(whyNot: string | undefined, edit: (account: Account) => void): Column<Account>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      className: 'w-[22%] min-w-36 max-w-0 truncate',
      always: true,
      cell: ({ name }) => name,
    },
    { id: 'aws', header: 'Account', cell: ({ awsAccountId }) => <span className="mono">{awsAccountId}</span> },
    { id: 'region', header: 'Region', cell: ({ region }) => <span className="mono">{region}</span> },
    {
      id: 'role',
      header: 'Read through',
      className: 'max-w-72',
      cell: ({ roleArn, hasExternalId }) =>
        roleArn ? (
          <span className="flex min-w-0 items-center gap-1.5">
            <MiddleCut text={roleArn} copy="role ARN" />
            {hasExternalId ? <span className="text-xs text-muted">with external ID</span> : null}
          </span>
        ) : (
          "the worker's own credentials"
        ),
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ enabled }) => <Status health={enabled ? 'ok' : 'unknown'}>{enabled ? 'Watched' : 'Not watched'}</Status>,
    },
    { id: 'created', header: 'Added', cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      id: 'act',
      header: 'Change',
      align: 'end',
      always: true,
      cell: (account) => (
        <Button size="sm" aria-label={`Change ${account.name}`} disabledReason={whyNot} onClick={() => edit(account)}>
          Change…
        </Button>
      ),
    },
  ]
}
