'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useScope } from '#components/data/scope.tsx'
import { severityWords } from '#components/incidents/words.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Figure, Figures } from '#components/ui/figure.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { plural } from '#components/ui/format.ts'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { Age } from '#components/ui/time.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import type { BehaviourFigures } from '#contract/behaviours.ts'
import { links } from '#contract/links.ts'
import { BehaviourTabs } from './behaviour-tabs.tsx'
import { violationColumns } from './violation-columns.tsx'
import { violationList } from './violation-list-state.ts'
import { metricWords, stateWords, verificationWords } from './words.ts'

const ViolationDrawer = lazy(() => import('./violation-drawer.tsx').then((part) => ({ default: part.ViolationDrawer })))

const judgedEveryMs = 300_000
const optionsOf = (words: Readonly<Record<string, string | { word: string }>>) =>
  Object.entries(words).map(([value, said]) => ({ value, label: typeof said === 'string' ? said : said.word }))

const fields: FilterField[] = [
  { id: 'state', label: 'State', options: optionsOf(stateWords) },
  { id: 'severity', label: 'Severity', options: optionsOf(severityWords) },
  { id: 'verification', label: 'Verified', options: optionsOf(verificationWords) },
  { id: 'metric', label: 'Metric', options: optionsOf(metricWords) },
  {
    id: 'source',
    label: 'By',
    options: [
      { value: 'ours', label: 'Fleetwarden' },
      { value: 'detect', label: 'Detect' },
    ],
  },
  { id: 'profile', label: 'Profile', kind: 'text', placeholder: 'The whole name of the profile' },
  { id: 'device', label: 'Device', kind: 'text', placeholder: 'The whole name or client ID' },
]

function alarmsInWords({ inAlarm, unknown }: BehaviourFigures) {
  if (inAlarm === null) return 'nothing was judged: no profile, or no feed it needs is read'
  return unknown > 0 ? `${plural(unknown, 'behaviour')} could not be judged` : 'by our own profiles and Detect'
}

/** What devices did that is not normal, the latest first. */
export function ViolationsPage() {
  const list = useList(violationList)
  const scope = useScope()
  const figures = useQuery(api.behaviours.figures.queryOptions({ input: scope }))
  const page = useQuery({
    ...api.behaviours.violations.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const [hidden, setHidden] = useColumns(violationList.page, violationColumns)
  const rows = page.data?.items
  const data = figures.data
  const failed = failureOf(figures, 'The figures')
  const unverified = data?.verified.find(({ verification }) => verification === 'UNKNOWN')?.count
  return (
    <>
      <PageHeader
        title="Behaviours"
        {...(data ? (data.inAlarm === null ? {} : { count: data.inAlarm }) : failed ? {} : { count: null })}
        status={data ? <Age at={data.judgedAt} staleAfterMs={judgedEveryMs * 3} prefix="Judged" /> : null}
        actions={
          <SavedViewsMenu
            page={violationList.page}
            path={links.behaviours()}
            query={list.query}
            account={list.account}
          />
        }
      >
        What devices do that is not normal, by security profiles of our own and by Detect where it is.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <BehaviourTabs current={links.behaviours()} />
        {failed && data ? <LastGoodNotice failed={failed} /> : null}
        {failed && !data ? null : (
          <Figures>
            <Figure
              label="In alarm"
              value={data?.inAlarm}
              detail={data ? alarmsInWords(data) : undefined}
              health={data?.inAlarm ? 'attention' : data?.inAlarm === null || data?.unknown ? 'unknown' : 'ok'}
              href={links.behaviours({ ...scope, state: 'in-alarm' })}
            />
            <Figure
              label="Not verified"
              value={unverified}
              detail="of our own, in the last 30 days"
              href={links.behaviours({ ...scope, verification: 'UNKNOWN' })}
            />
            <Figure label="Agents reporting" value={data?.reporting} detail="within the last day" />
            <Figure
              label="Agents silent"
              value={data?.silent}
              detail="or never installed"
              health={data?.silent ? 'unknown' : 'ok'}
              href={links.silentAgents()}
            />
          </Figures>
        )}
        <FilterBar
          fields={fields}
          tokens={list.tokens}
          onChange={list.setTokens}
          search={{
            label: 'Search devices',
            value: list.search,
            onChange: list.setSearch,
            placeholder: 'Part of the name',
          }}
        />
        <section aria-label="Violations" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Violations"
            noun="violations"
            columns={violationColumns}
            rows={rows}
            rowId={({ id }) => id}
            rowHref={({ id }) => links.behaviours({ open: id })}
            onOpen={({ id }) => list.setOpen(id)}
            openId={list.open}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
            refreshing={page.isPlaceholderData}
            failed={failureOf(page, 'The violations')}
            empty={
              list.narrowed ? (
                <EmptyState title="No violation matches" action={<Button onClick={list.clear}>Clear filters</Button>}>
                  None fits every filter above.
                </EmptyState>
              ) : (
                <EmptyState
                  title="No alarm was raised"
                  action={<LinkButton href={links.profiles()}>See what devices are held to</LinkButton>}
                >
                  {data?.inAlarm === null || data?.unknown
                    ? 'What could not be judged raises none: the profiles say which feeds are missing.'
                    : 'Either devices do as their profiles say, or no profile watches them.'}
                </EmptyState>
              )
            }
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="violations"
                busy={page.isPlaceholderData}
                {...list.pages(page.data?.nextCursor)}
              />
            }
          />
        </section>
      </div>
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <ViolationDrawer openId={list.open} rows={rows ?? []} onOpen={list.setOpen} />
        </Suspense>
      ) : null}
    </>
  )
}
