'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { BarList } from '#components/credentials/bar-list.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useAddress } from '#components/data/list/use-address.ts'
import { useAccount } from '#components/data/scope.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { Figure, Figures } from '#components/ui/figure.tsx'
import { formatShare } from '#components/ui/format.ts'
import { Select } from '#components/ui/input.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Age } from '#components/ui/time.tsx'
import type { SoftwareInventory } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { DeploymentTabs } from '../deployment-tabs.tsx'
import { FeedNotices, softwareFeeds } from '../feed-notices.tsx'
import { matricesOf } from './matrix.ts'
import { MatrixTable } from './matrix-table.tsx'
import { NothingReported } from './nothing-reported.tsx'
import { softwareAddress, softwareInput } from './software-state.ts'

const IntendedPanel = afterPaint(
  () => import('./intended-panel.tsx').then((part) => part.IntendedPanel),
  <Panel title="What is meant to run" loading />,
)

// Versions are read a few times a day.
const staleAfterMs = 86_400_000
const shownPackages = 12
const shownSilent = 12

/** Which versions run where, against what is meant, and how much nobody knows. */
export function SoftwarePage() {
  const account = useAccount()
  const [shown, set] = useAddress(softwareAddress)
  const by = shown.by ?? 'type'
  const query = useQuery({
    ...api.deployments.software.queryOptions({ input: softwareInput(account, shown.by) }),
    placeholderData: keepPreviousData,
  })
  const failed = failureOf(query, 'The versions')
  const data = query.data
  return (
    <>
      <PageHeader
        title="Deployments"
        status={data ? <Age at={data.at} staleAfterMs={staleAfterMs} prefix="Read" /> : null}
      >
        Which versions things say they run. It is their own word: nothing attests it.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <DeploymentTabs current={links.software()} />
        <FeedNotices of={softwareFeeds} />
        {failed && data ? <LastGoodNotice failed={failed} /> : null}
        {failed && !data ? null : <SoftwareFigures data={data} account={account} />}
        <div className="flex flex-wrap items-center gap-3">
          <Segmented
            label="Rows"
            name="by"
            value={by}
            options={[
              { value: 'type', label: 'By type' },
              { value: 'group', label: 'By group' },
            ]}
            onChange={(value) => set({ by: value === 'type' ? null : value })}
          />
          <Select
            aria-label="Package"
            value={shown.package ?? ''}
            options={[
              { value: '', label: 'Every package' },
              ...packagesOf(data, shown.package).map((value) => ({ value, label: value })),
            ]}
            onChange={({ target }) => set({ package: target.value || null })}
          />
        </div>
        {data ? (
          <Matrices data={data} only={shown.package} by={by} />
        ) : (
          <Panel title="Versions" failed={failed} loading={!failed} />
        )}
        <IntendedPanel only={shown.package} />
      </div>
    </>
  )
}

function packagesOf(data: SoftwareInventory | undefined, chosen: string | null) {
  const names = new Set(data?.versions.map((one) => one.package))
  if (chosen) names.add(chosen)
  return [...names].sort()
}

function SoftwareFigures({ data, account }: { data: SoftwareInventory | undefined; account: number | undefined }) {
  const within = account === undefined ? {} : { account }
  // What was never counted is unknown, not none.
  const known = <Value,>(value: Value) => (data?.at === null ? null : value)
  const silent = data?.unknown.reduce((sum, { things }) => sum + things, 0)
  const coverage = data?.coverage
  return (
    <Figures>
      <Figure
        label="Coverage"
        value={
          coverage === undefined ? undefined : coverage === null ? null : formatShare(Math.round(coverage * 1e6), 1e6)
        }
        detail="of things say what they run"
      />
      {/* A thing may be in several groups: only by type do they add up. */}
      {data?.by === 'group' ? null : (
        <Figure
          label="Say nothing"
          value={known(silent)}
          detail="what runs on them is unknown"
          health={silent ? 'unknown' : 'ok'}
        />
      )}
      <Figure
        label="Behind"
        value={known(data?.behind)}
        detail="run less than is meant for them"
        health={data?.behind ? 'attention' : 'ok'}
        href={links.drift({ ...within, kind: 'behind' })}
      />
    </Figures>
  )
}

function Matrices({ data, only, by }: { data: SoftwareInventory; only: string | null; by: 'type' | 'group' }) {
  const all = matricesOf(data).filter((one) => only === null || one.package === only)
  const accounts = new Set(data.versions.map(({ account }) => account)).size > 1
  return (
    <>
      {all.length === 0 ? <NothingReported read={data.at !== null} only={only} /> : null}
      {all.length > 0 ? (
        <p className="text-pretty text-muted">
          Green with a target: what is meant to run there. Amber: some of them run less than is meant for them. Plain:
          nothing is meant for them, or they run something newer.
        </p>
      ) : null}
      {all.slice(0, shownPackages).map((matrix) => (
        <Panel
          key={matrix.package}
          title={matrix.package}
          freshness={{ at: data.at, staleAfterMs, feed: 'software versions' }}
          flush
        >
          <MatrixTable matrix={matrix} by={by} accounts={accounts} />
        </Panel>
      ))}
      {all.length > shownPackages ? (
        <p className="text-muted">
          And {all.length - shownPackages} packages more: choose one above to see its versions.
        </p>
      ) : null}
      {data.unknown.length > 0 ? <Silent data={data} by={by} /> : null}
    </>
  )
}

/** Who says nothing at all: hatched, because nobody knows what runs there. */
function Silent({ data: { unknown, at }, by }: { data: SoftwareInventory; by: 'type' | 'group' }) {
  const bars = [...unknown]
    .sort((a, b) => b.things - a.things)
    .slice(0, shownSilent)
    .map(({ account, of, things }) => ({
      id: `${account}/${of}`,
      label: of || (by === 'type' ? 'No thing type' : 'No group'),
      count: things,
      href: links.fleet({ account, ...(of && (by === 'type' ? { type: of } : { group: of })) }),
      unknown: true,
    }))
  return (
    <Panel
      title="What runs on them is unknown"
      note="Things that report no software at all"
      freshness={{ at, staleAfterMs }}
    >
      <BarList bars={bars} noun="things" empty="Every thing says what it runs." />
      {unknown.length > shownSilent ? (
        <p className="mt-2 text-muted">And {unknown.length - shownSilent} more.</p>
      ) : null}
    </Panel>
  )
}
