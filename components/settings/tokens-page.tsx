'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
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
import { toast } from '#components/ui/toast.ts'
import { useNow } from '#components/ui/use-now.ts'
import { links } from '#contract/links.ts'
import type { ApiToken } from '#contract/people.ts'
import { SettingsFrame } from './settings-frame.tsx'
import { TokenDialog } from './token-dialog.tsx'

/** My API tokens: what scripts and tools sign in with. */
export function TokensPage() {
  const [creating, setCreating] = useState(false)
  const tokens = useQuery(api.apiTokens.list.queryOptions())
  const columns = useTokenColumns()
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
    </SettingsFrame>
  )
}

function useTokenColumns(): Column<ApiToken>[] {
  const queries = useQueryClient()
  const now = useNow()
  const { mutate, isPending, variables } = useMutation(
    api.apiTokens.revoke.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: 'Token revoked', detail: 'It opens nothing any more.' })
        void queries.invalidateQueries({ queryKey: api.apiTokens.key() })
      },
      onError: (error) => toast({ tone: 'bad', title: 'Not revoked', detail: error.message }),
    }),
  )
  const revoking = isPending ? variables.id : null
  return useMemo(
    () => [
      { id: 'name', header: 'Name', always: true, cell: ({ name }) => name },
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
        cell: ({ id, name, revokedAt }) => (
          <Button
            size="sm"
            aria-label={`Revoke ${name}`}
            busy={revoking === id}
            disabledReason={revokedAt ? 'Already revoked' : undefined}
            onClick={() => mutate({ id })}
          >
            Revoke
          </Button>
        ),
      },
    ],
    [mutate, revoking, now],
  )
}

function TokenState({ token: { revokedAt, expiresAt }, now }: { token: ApiToken; now: number }) {
  if (revokedAt) return <Status health="unknown">Revoked</Status>
  if (expiresAt && Date.parse(expiresAt) <= now) return <Status health="unknown">Expired</Status>
  return <Status health="ok">Active</Status>
}
