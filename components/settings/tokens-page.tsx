'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { Status } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import { links } from '#contract/links.ts'
import type { ApiToken } from '#contract/people.ts'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { SettingsFrame } from './settings-frame.tsx'
import { TokenDialog } from './token-dialog.tsx'

/** My API tokens: what scripts and tools sign in with. */
export function TokensPage() {
  const [creating, setCreating] = useState(false)
  const tokens = useQuery(api.apiTokens.list.queryOptions())
  // The one asked about stays known while the dialog closes.
  const [asked, setAsked] = useState<ApiToken>()
  const [sure, setSure] = useState(false)
  const now = useNow()
  const columns = useMemo(() => {
    const revoke = (token: ApiToken) => {
      setAsked(token)
      setSure(true)
    }
    return columnsFor(now, revoke)
  }, [now])
  return (
    <SettingsFrame current={links.tokens()}>
      <Panel
        title="API tokens"
        note="Sent as “Authorization: Bearer …”"
        flush
        actions={
          <Button size="sm" variant="primary" onClick={() => setCreating(true)}>
            Create token…
          </Button>
        }
      >
        <DataTable
          tall
          label="API tokens"
          noun="tokens"
          columns={columns}
          rows={tokens.data}
          rowId={({ id }) => id}
          failed={failureOf(tokens, 'Your tokens')}
          empty={
            <EmptyState title="No tokens">
              A token lets a script use the API with your rights, or with fewer. Its secret is shown once.
            </EmptyState>
          }
        />
      </Panel>
      <TokenDialog open={creating} onClose={() => setCreating(false)} />
      {asked ? <RevokeTokenDialog open={sure} token={asked} onClose={() => setSure(false)} /> : null}
    </SettingsFrame>
  )
}

const columnsFor = (now: number, revoke: (token: ApiToken) => void): Column<ApiToken>[] => [
  {
    id: 'name',
    header: 'Name',
    className: 'w-[26%] min-w-36 max-w-0 truncate',
    always: true,
    cell: ({ name }) => name,
  },
  { id: 'state', header: 'State', cell: (token) => <TokenState token={token} now={now} /> },
  { id: 'role', header: 'Role', cell: ({ role }) => role },
  { id: 'prefix', header: 'Begins with', cell: ({ prefix }) => <span className="mono">{prefix}…</span> },
  { id: 'created', header: 'Created', cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  { id: 'used', header: 'Last used', cell: ({ lastUsedAt }) => <RelativeTime at={lastUsedAt} never="never" /> },
  { id: 'expires', header: 'Expires', cell: ({ expiresAt }) => <RelativeTime at={expiresAt} never="never" /> },
  {
    id: 'act',
    header: 'Revoke',
    align: 'end',
    always: true,
    cell: (token) => (
      <Button
        size="sm"
        aria-label={`Revoke ${token.name}…`}
        disabledReason={token.revokedAt ? 'Already revoked' : undefined}
        onClick={() => revoke(token)}
      >
        Revoke…
      </Button>
    ),
  },
]

function TokenState({ token: { revokedAt, expiresAt }, now }: { token: ApiToken; now: number }) {
  if (revokedAt) return <Status health="unknown">Revoked</Status>
  if (expiresAt && Date.parse(expiresAt) <= now) return <Status health="unknown">Expired</Status>
  return <Status health="ok">Active</Status>
}
