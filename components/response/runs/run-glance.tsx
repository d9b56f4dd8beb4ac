'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { WhenRead } from '#components/data/when-read.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Run } from '#contract/response.ts'
import { isSettled } from '../act/progress.ts'
import { useFollowed } from '../act/use-run.ts'
import { RunBadge } from '../badges.tsx'
import { endingOf } from '../run/ending.ts'
import { EndingView } from '../run/ending-view.tsx'
import { RunProgress } from '../run/run-progress.tsx'
import { StageList } from '../run/stage-list.tsx'
import { stagesOf } from '../run/stages.ts'
import { targetsHref } from '../run/target-links.ts'
import { useSeconds } from '../run/use-seconds.ts'
import { verdictOf } from '../run/verdict.ts'
import { VerdictView } from '../run/verdict-view.tsx'
import { categoryWords } from '../words.ts'

/** What a drawer says about a run; its code loads with the first drawer. */
export function RunGlance({ id }: { id: string }) {
  const query = useFollowed(id)
  return (
    <div className="flex flex-col gap-5">
      <WhenRead query={query} what="This run">
        {(run) => <Glance run={run} />}
      </WhenRead>
    </div>
  )
}

function Glance({ run }: { run: Run }) {
  const nowMs = useSeconds(!isSettled(run))
  const one = useQuery({
    ...api.response.targets.queryOptions({ input: { id: run.id } }),
    enabled: run.targets === 1,
  }).data?.items[0]
  const verdict = verdictOf(run, nowMs)
  const ending = endingOf(run)
  return (
    <>
      <p>
        <RunBadge run={run} />
      </p>
      {ending ? <EndingView ending={ending} differences={run.differences} /> : null}
      {verdict ? (
        <Part title="Containment">
          <VerdictView verdict={verdict} hrefOf={(state) => targetsHref(run, state)} />
        </Part>
      ) : null}
      {run.requestedAt ? (
        <Part title="Progress">
          <RunProgress run={run} nowMs={nowMs} hrefOf={(state) => targetsHref(run, state)} />
        </Part>
      ) : null}
      <Part title="Stages">
        <StageList stages={stagesOf(run, one)} narrow />
      </Part>
      <KeyValueList
        items={[
          { label: 'Why', value: <Why run={run} /> },
          { label: 'Account', value: <AccountName id={run.account} /> },
          { label: 'Planned', value: <RelativeTime at={run.plannedAt} never="not yet" /> },
        ]}
      />
    </>
  )
}

function Why({ run: { category, reason } }: { run: Run }) {
  if (!category && !reason) return <span className="text-muted">not asked for yet</span>
  return (
    <>
      {category ? categoryWords[category] : null}
      {reason ? <span className="block break-words text-muted">{reason}</span> : null}
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 text-xs font-semibold text-muted">{title}</h3>
      {children}
    </section>
  )
}
