'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleHelp, CircleOff, Clock, type LucideIcon, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useScope } from '#components/data/scope.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { cx } from '#components/ui/cx.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { CoverageItem } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { FindingsTabs } from '../findings-tabs.tsx'

const areas: Record<CoverageItem['area'], { title: string; note: string }> = {
  audits: { title: 'Audits', note: 'AWS IoT Device Defender Audit' },
  logging: { title: 'Logging', note: 'What connections and refusals leave behind' },
  index: { title: 'Fleet index', note: 'What can be searched and counted' },
  permissions: { title: 'Permissions', note: 'What the collecting role may not read' },
  feeds: { title: 'Feeds', note: 'Whether what was collected is fresh' },
  checks: { title: 'Checks', note: 'Those that have no answer, and why' },
}
const states: Record<CoverageItem['state'], { word: string; ink: string; icon: LucideIcon }> = {
  off: { word: 'Off', ink: 'text-bad', icon: CircleOff },
  unknown: { word: 'Unknown', ink: 'text-unknown', icon: CircleHelp },
  stale: { word: 'Stale', ink: 'text-attention', icon: Clock },
  partly: { word: 'Partly', ink: 'text-attention', icon: TriangleAlert },
  on: { word: 'On', ink: 'text-ok', icon: CircleCheck },
}

/** What is not judged, or on old facts, and the exact step that mends each. */
export function CoveragePage() {
  const scope = useScope()
  const [all, setAll] = useState(false)
  const query = useQuery(api.findings.coverage.queryOptions({ input: scope }))
  const failed = failureOf(query, 'The coverage')
  const missing = query.data?.filter(({ state }) => state !== 'on').length
  return (
    <>
      <PageHeader title="Findings">
        {missing === undefined
          ? null
          : missing === 0
            ? 'All that can be judged is judged, on fresh facts.'
            : `${plural(missing, 'gap')}: what is not judged is unknown, never compliant.`}
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <FindingsTabs current={links.coverage()} />
        <div>
          <Switch checked={all} onChange={(event) => setAll(event.target.checked)}>
            Show what is on, too
          </Switch>
        </div>
        {query.data ? (
          <Areas items={query.data} all={all} />
        ) : (
          <Panel title="Coverage" failed={failed} loading={!failed} />
        )}
      </div>
    </>
  )
}

function Areas({ items, all }: { items: readonly CoverageItem[]; all: boolean }) {
  return (Object.keys(areas) as CoverageItem['area'][]).map((area) => {
    const own = items.filter((item) => item.area === area)
    const shown = all ? own : own.filter(({ state }) => state !== 'on')
    if (own.length === 0) return null
    return (
      <Panel key={area} title={areas[area].title} note={areas[area].note} flush>
        {shown.length === 0 ? (
          <EmptyState title={`Nothing is missing: ${plural(own.length, 'item')} on`} />
        ) : (
          <ul>
            {shown.map((item) => (
              <Item key={item.id} item={item} />
            ))}
          </ul>
        )}
      </Panel>
    )
  })
}

function Item({ item: { account, state, title, detail, step, command, at } }: { item: CoverageItem }) {
  const { word, ink, icon: Icon } = states[state]
  return (
    <li className="flex flex-col gap-1.5 border-b border-line px-4 py-3 last:border-b-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className={cx('inline-flex w-24 items-center gap-1.5', ink)}>
          <Icon aria-hidden className="size-3.5 shrink-0" />
          {word}
        </span>
        <span className="font-medium">{title}</span>
        <span className="text-muted">
          <AccountName id={account} />
        </span>
        <span className="ml-auto text-xs text-muted">
          {at ? (
            <>
              as of <RelativeTime at={at} />
            </>
          ) : (
            'never read'
          )}
        </span>
      </p>
      <p className="text-muted [overflow-wrap:anywhere]">
        {detail} {step ? <span className="text-ink">{step}</span> : null}
      </p>
      {command ? <CodeBlock label={`Command: ${title}`} value={command} /> : null}
    </li>
  )
}
