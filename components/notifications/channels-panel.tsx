'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { Status } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Channel } from '#contract/notifications.ts'
import { kindWords } from './kinds.ts'
import { type TestOf, useChannelTests } from './use-channel-tests.ts'

const ChannelDialog = afterPaint(() => import('./channel-dialog.tsx').then((part) => part.ChannelDialog), null)

/** Where messages go, whether they arrive, and a button that tries it. */
export function ChannelsPanel({ whyNot }: { whyNot: string | undefined }) {
  const [editing, setEditing] = useState<Channel | 'new' | null>(null)
  const channels = useQuery(api.notifications.channels.queryOptions())
  const { test, testing, testOf } = useChannelTests()
  const columns = useMemo(
    () => columnsOf({ whyNot, testing, testOf, onTest: test, onChange: setEditing }),
    [whyNot, testing, testOf, test],
  )
  return (
    <Panel
      title="Channels"
      note="Where messages go"
      flush
      actions={
        <Button size="sm" variant="primary" disabledReason={whyNot} onClick={() => setEditing('new')}>
          Add channel…
        </Button>
      }
    >
      <DataTable
        tall
        label="Channels"
        noun="channels"
        columns={columns}
        rows={channels.data}
        rowId={({ id }) => id}
        failed={failureOf(channels, 'The channels')}
        empty={
          <EmptyState title="Nobody is told yet">
            Add an e-mail address, a Slack channel, a webhook of yours or PagerDuty, and then say in a rule what goes
            there.
          </EmptyState>
        }
      />
      {editing ? <ChannelDialog channel={editing === 'new' ? null : editing} onClose={() => setEditing(null)} /> : null}
    </Panel>
  )
}

type Acts = {
  whyNot: string | undefined
  testing: string | null
  testOf: TestOf
  onTest: (channel: Channel) => void
  onChange: (channel: Channel) => void
}

function columnsOf({ whyNot, testing, testOf, onTest, onChange }: Acts): Column<Channel>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      className: 'w-[22%] min-w-32 max-w-0 truncate',
      always: true,
      cell: ({ name }) => name,
    },
    { id: 'kind', header: 'Kind', cell: ({ kind }) => kindWords[kind].word },
    {
      id: 'to',
      header: 'To',
      cell: ({ to, ...channel }) => (
        <div className="min-w-44 [overflow-wrap:anywhere] whitespace-normal">{to ?? keyOf(channel)}</div>
      ),
    },
    {
      id: 'state',
      header: 'State',
      cell: (channel) => (
        <div className="flex min-w-40 flex-col gap-0.5 py-1 whitespace-normal">
          <ChannelState channel={channel} />
          <TestResult result={testOf(channel.id)} />
        </div>
      ),
    },
    { id: 'sent', header: 'Last sent', cell: ({ lastSentAt }) => <RelativeTime at={lastSentAt} never="never" /> },
    {
      id: 'act',
      header: 'Actions',
      align: 'end',
      always: true,
      cell: (channel) => (
        <span className="inline-flex gap-2">
          <Button
            size="sm"
            aria-label={`Test ${channel.name}`}
            busy={testing === channel.id}
            disabledReason={whyNot ?? (channel.enabled ? undefined : 'It is turned off')}
            onClick={() => onTest(channel)}
          >
            Test
          </Button>
          <Button
            size="sm"
            aria-label={`Change ${channel.name}`}
            disabledReason={whyNot}
            onClick={() => onChange(channel)}
          >
            Change…
          </Button>
        </span>
      ),
    },
  ]
}

/** A pager has no address of its own: its key, as far as it may be shown. */
const keyOf = ({ secretEnds }: Pick<Channel, 'secretEnds'>) => (secretEnds ? `Key ends with …${secretEnds}` : '—')

function ChannelState({ channel: { enabled, lastError, lastSentAt, readable } }: { channel: Channel }) {
  if (!readable)
    return (
      <>
        <Status health="bad">Cannot be read</Status>
        <span className="text-xs text-muted">
          It was stored under another FLEETWARDEN_SECRET. Enter its address and secret again.
        </span>
      </>
    )
  if (!enabled) return <Status health="unknown">Off</Status>
  if (lastError)
    return (
      <>
        <Status health="bad">Failing</Status>
        <span className="text-xs text-muted">{lastError}</span>
      </>
    )
  return lastSentAt ? <Status health="ok">Working</Status> : <Status health="unknown">Not used yet</Status>
}

function TestResult({ result }: { result: ReturnType<TestOf> }) {
  if (!result) return null
  const words = { waiting: 'Test on its way…', sent: 'Test arrived', failed: 'Test failed' }[result.state]
  return (
    <span role="status" className={result.state === 'failed' ? 'text-xs font-medium text-bad' : 'text-xs text-muted'}>
      {words}
    </span>
  )
}
