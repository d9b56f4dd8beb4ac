'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.ts'
import { browserOf } from './browser-of.ts'

/** Where I am signed in; each session can be ended from here. */
export function SessionsPanel() {
  const queries = useQueryClient()
  const sessions = useQuery({ ...api.me.sessions.queryOptions(), refetchInterval: 60_000 })
  const revoke = useMutation(
    api.me.revokeSession.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: 'Session signed out' })
        void queries.invalidateQueries({ queryKey: api.me.key() })
      },
      onError: (error) => toast({ tone: 'bad', title: 'Still signed in', detail: error.message }),
    }),
  )
  return (
    <Panel title="Sessions" loading={sessions.isPending} failed={failureOf(sessions, 'Your sessions')}>
      {sessions.data ? (
        <ul className="flex flex-col divide-y divide-line">
          {sessions.data.map(({ id, current, createdAt, lastSeenAt, ipAddress, userAgent }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
              <span className="flex min-w-48 flex-1 flex-col">
                <span className="flex items-center gap-2" data-tip={userAgent ?? undefined}>
                  {browserOf(userAgent)}
                  {current ? <Badge tone="ok">This one</Badge> : null}
                </span>
                <span className="mono text-xs text-muted">{ipAddress ?? 'address unknown'}</span>
              </span>
              <span className="text-xs text-muted">
                Seen <RelativeTime at={lastSeenAt} />, signed in <RelativeTime at={createdAt} />
              </span>
              <Button
                size="sm"
                busy={revoke.isPending && revoke.variables.id === id}
                disabledReason={current ? 'This is the session you are using. Sign out instead.' : undefined}
                onClick={() => revoke.mutate({ id })}
              >
                Sign out
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  )
}
