'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { NotificationRule } from '#contract/notifications.ts'
import { RuleDialog } from './rule-dialog.tsx'
import { ruleInWords } from './words.ts'

/** What is sent where, each rule as a sentence. */
export function RulesPanel({ whyNot }: { whyNot: string | undefined }) {
  const [editing, setEditing] = useState<NotificationRule | 'new' | null>(null)
  const rules = useQuery(api.notifications.rules.queryOptions())
  const channels = useQuery(api.notifications.channels.queryOptions()).data ?? []
  const accounts = useQuery({ ...api.accounts.list.queryOptions(), staleTime: 60_000 }).data ?? []
  const account = (id: number) => accounts.find((one) => one.id === id)?.name ?? `account ${id}`
  const channelOf = ({ channel }: NotificationRule) => channels.find(({ id }) => id === channel)
  return (
    <Panel
      title="Rules"
      note="What is sent where"
      failed={failureOf(rules, 'The rules')}
      loading={rules.isPending}
      actions={
        <Button
          size="sm"
          variant="primary"
          disabledReason={whyNot ?? (channels.length === 0 ? 'Add a channel first' : undefined)}
          onClick={() => setEditing('new')}
        >
          Add rule…
        </Button>
      }
    >
      {rules.data?.length ? (
        <ul aria-label="Rules" className="divide-y divide-line">
          {rules.data.map((rule) => (
            <li key={rule.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0">
              <div className="min-w-0 flex-1 basis-80">
                <p className="font-medium">
                  {rule.name} {rule.enabled && channelOf(rule)?.enabled !== false ? null : <Badge>Off</Badge>}
                </p>
                <p className="text-muted">
                  {ruleInWords(rule, { account, channel: channelOf(rule)?.name ?? 'a channel' })}
                </p>
              </div>
              <Button
                size="sm"
                aria-label={`Change ${rule.name}`}
                disabledReason={whyNot}
                onClick={() => setEditing(rule)}
              >
                Change…
              </Button>
            </li>
          ))}
        </ul>
      ) : rules.data ? (
        <EmptyState title="No rules">
          Only mentions are sent, to the e-mail address of whoever is named, where there is an e-mail channel.
        </EmptyState>
      ) : undefined}
      {editing ? (
        <RuleDialog
          rule={editing === 'new' ? null : editing}
          channels={channels}
          accounts={accounts}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Panel>
  )
}
