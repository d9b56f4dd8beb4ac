'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useMe } from '#components/people/use-me.ts'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { IncidentRule } from '#contract/incident-rules.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { ruleInWords } from './rule-words.ts'

const RuleDialog = lazy(() => import('./rule-dialog.tsx').then((part) => ({ default: part.RuleDialog })))

/** Which findings become incidents by themselves, each rule as a sentence. */
export function IncidentRulesPage() {
  const [editing, setEditing] = useState<IncidentRule | 'new' | null>(null)
  const rules = useQuery(api.incidentRules.list.queryOptions())
  const accounts = useQuery({ ...api.accounts.list.queryOptions(), staleTime: 60_000 }).data ?? []
  const checks = useQuery({ ...api.findings.settings.queryOptions(), staleTime: 60_000 }).data ?? []
  const whyNot = whyNotRole(useMe()?.role, 'admin')
  const names = {
    account: (id: number) => accounts.find((one) => one.id === id)?.name ?? `account ${id}`,
    check: (id: string) => checks.find((one) => one.check === id)?.title ?? id,
  }
  return (
    <SettingsFrame current={links.incidentRules()}>
      <Panel
        title="Incident rules"
        note="About findings that open, come back or grow graver from now on. Of several that fit, the first by name decides"
        failed={failureOf(rules, 'The rules')}
        loading={rules.isPending}
        actions={
          <Button size="sm" variant="primary" disabledReason={whyNot} onClick={() => setEditing('new')}>
            Add rule…
          </Button>
        }
      >
        {rules.data?.length ? (
          <ul aria-label="Incident rules" className="divide-y divide-line">
            {rules.data.map((rule) => (
              <li key={rule.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0">
                <div className="min-w-0 flex-1 basis-80">
                  <p className="font-medium break-words">
                    {rule.name} {rule.enabled ? null : <Badge>Off</Badge>}
                  </p>
                  <p className="break-words text-muted">{ruleInWords(rule, names)}</p>
                  <p className="text-xs text-muted">
                    {plural(rule.opened, 'incident')} opened by it; changed by {rule.changedBy}{' '}
                    <RelativeTime at={rule.changedAt} />
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
            Findings become part of an incident when somebody links them by hand.
          </EmptyState>
        ) : undefined}
      </Panel>
      <Suspense fallback={null}>
        {editing ? (
          <RuleDialog rule={editing === 'new' ? null : editing} accounts={accounts} onClose={() => setEditing(null)} />
        ) : null}
      </Suspense>
    </SettingsFrame>
  )
}
