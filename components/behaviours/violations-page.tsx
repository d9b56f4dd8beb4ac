'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { api } from '#components/data/api.ts'
import { counted, Figured } from '#components/data/list/figured.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { useScope } from '#components/data/scope.tsx'
import { severityWords } from '#components/incidents/words.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Figure, Figures } from '#components/ui/figure.tsx'
import type { FilterField } from '#components/ui/filter-bar.tsx'
import { plural } from '#components/ui/format.ts'
import { Age } from '#components/ui/time.tsx'
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
  const { data } = figures
  return (
    <ListPage
      title="Behaviours"
      about="What devices do that is not normal, by security profiles of our own and by Detect where it is."
      count={counted(figures, ({ inAlarm }) => inAlarm)}
      status={data ? <Age at={data.judgedAt} staleAfterMs={judgedEveryMs * 3} prefix="Judged" /> : null}
      path={links.behaviours()}
      exportHref={links.violationsExport(list.matching)}
      above={
        <>
          <BehaviourTabs current={links.behaviours()} />
          <Figured query={figures}>{(data) => <ViolationFigures data={data} scope={scope} />}</Figured>
        </>
      }
      fields={fields}
      search={{ label: 'Search devices', placeholder: 'Part of the name' }}
      tall
      list={list}
      page={useRows(api.behaviours.violations.queryOptions({ input: list.input }))}
      label="Violations"
      noun="violations"
      what="The violations"
      columns={violationColumns}
      rowId={({ id }) => id}
      rowHref={({ id }) => links.behaviours({ open: id })}
      noMatch="No violation matches"
      empty={
        <EmptyState
          title="No alarm was raised"
          action={<LinkButton href={links.profiles()}>See what devices are held to</LinkButton>}
        >
          {data?.inAlarm === null || data?.unknown
            ? 'What could not be judged raises none: the profiles say which feeds are missing.'
            : 'Either devices do as their profiles say, or no profile watches them.'}
        </EmptyState>
      }
      drawer={(over) => <ViolationDrawer {...over} />}
    />
  )
}

function ViolationFigures({ data, scope }: { data: BehaviourFigures | undefined; scope: { account?: number } }) {
  const unverified = data?.verified.find(({ verification }) => verification === 'UNKNOWN')?.count
  return (
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
        detail="began in the last 30 days"
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
  )
}
