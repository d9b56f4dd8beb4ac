'use client'

import { useQuery } from '@tanstack/react-query'
import { expiryWords } from '#components/credentials/words.ts'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { credentialFeeds, freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { useScope } from '#components/data/scope.tsx'
import { healthWords } from '#components/fleet/words.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState, Notice } from '#components/ui/error-state.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import type { Expiry } from '#contract/health.ts'
import { links } from '#contract/links.ts'
import type { Overview } from '#contract/overview.ts'
import type { Feed } from '#contract/sync.ts'
import { AttentionPanel } from './attention-panel.tsx'
import { FeedsPanel } from './feeds-panel.tsx'
import { firstReadings } from './first-reading.ts'
import { FirstSync } from './first-sync.tsx'
import { HealthBars } from './health-bars.tsx'
import { KeyFigures } from './key-figures.tsx'
import { TrendPanels } from './trend-panels.tsx'

/** The fleet at a glance: how big, how connected, how healthy, and what to do first. */
export function OverviewPage({ demo }: { demo: boolean }) {
  const scope = useScope()
  const overview = useQuery(api.overview.get.queryOptions({ input: scope }))
  const feeds = useFeeds()
  const failed = failureOf(overview, 'The overview')
  return (
    <>
      <PageHeader title="Overview" />
      <div className="flex flex-col gap-4">
        {demo ? (
          <div className="overflow-hidden rounded-lg border border-line">
            <Notice tone="info">
              This is a demonstration: the fleet is simulated on this machine, and nothing here reaches AWS. It begins
              afresh with every start: what was done to its devices before is undone there.
            </Notice>
          </div>
        ) : null}
        {failed && overview.data ? <LastGoodNotice failed={failed} /> : null}
        {overview.data || !failed ? (
          <Body data={overview.data} feeds={feeds.data} />
        ) : (
          <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
        )}
      </div>
    </>
  )
}

function Body({ data, feeds }: { data: Overview | undefined; feeds: readonly Feed[] | undefined }) {
  const scope = useScope()
  if (data?.accounts === 0)
    return (
      <Panel title="Watch a first account">
        <EmptyState
          title="No AWS account is watched yet"
          action={
            <LinkButton href={links.accounts()} variant="primary">
              Add an account
            </LinkButton>
          }
        >
          Add an AWS account and Region. The worker reads its things, certificates and policies with read-only
          permissions, and this page fills as they arrive.
        </EmptyState>
      </Panel>
    )
  const fresh = (...collectors: string[]) => {
    const freshness = feeds ? freshnessOf(feeds, ...collectors) : undefined
    // While the first reading is under way, the panel above says so better than "age unknown" would.
    return freshness?.at ? freshness : undefined
  }
  const countIn = (facet: Overview['health'], value: string) => facet.find((one) => one.value === value)?.count ?? 0
  return (
    <>
      <FirstSync feeds={feeds} />
      <KeyFigures data={data} feeds={feeds} />
      {data && data.things === null ? <FeedsPanel feeds={data.feeds} /> : null}
      {data && data.things !== null ? (
        <>
          <AttentionPanel
            items={data.attention}
            freshness={fresh(...credentialFeeds)}
            reading={feeds !== undefined && firstReadings(feeds).length > 0}
          />
          <div className="grid gap-4 lg:grid-cols-2">
            <Panel title="How healthy are the things' credentials?" freshness={fresh(...credentialFeeds)}>
              <HealthBars
                noun="things"
                bars={entries(healthWords).map(([value, { word, health, meaning }]) => ({
                  id: `thing-${value}`,
                  label: word,
                  health,
                  meaning,
                  count: countIn(data.health, value),
                  href: links.fleet({ ...scope, health: value }),
                }))}
              />
            </Panel>
            <Panel title="When do active certificates expire?" freshness={fresh('certificates')}>
              <HealthBars
                noun="certificates"
                bars={entries(expiryWords).map(([value, { word, meaning }]) => ({
                  id: `certificate-${value}`,
                  label: word,
                  health: expiryHealth[value],
                  meaning,
                  count: countIn(data.certificates.expiries, value),
                  href: links.credentials({ ...scope, expiry: value }),
                }))}
              />
            </Panel>
          </div>
          <TrendPanels days={data.trends} />
          <FeedsPanel feeds={data.feeds} />
        </>
      ) : null}
    </>
  )
}

const expiryHealth: Record<Expiry, 'ok' | 'attention' | 'bad' | 'unknown'> = {
  expired: 'bad',
  expiring: 'attention',
  'not-yet-valid': 'attention',
  valid: 'ok',
  unknown: 'unknown',
}

// The keys of our own Record literals are exactly its key type.
function entries<Key extends string, Value>(record: Record<Key, Value>) {
  return Object.entries(record) as [Key, Value][]
}
