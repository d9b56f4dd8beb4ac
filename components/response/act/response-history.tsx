'use client'

import { failureOf } from '#components/data/list/failure-of.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { actions } from '#contract/actions.ts'
import { links } from '#contract/links.ts'
import type { RunSummary } from '#contract/response.ts'
import { RunMark } from '../badges.tsx'
import { categoryWords, duration, nameOf, targetsInWords } from '../words.ts'
import { openAct } from './act.ts'
import { useRights } from './use-rights.ts'
import { type Touched, undoable, useRunsOf } from './use-runs-of.ts'

const shown = 8

/** What people did about it, newest first: the runs that touched this thing or certificate. */
export function ResponseHistory({ touched }: { touched: Touched }) {
  const runs = useRunsOf(touched)
  const { whyNot } = useRights(touched.account)
  // A plan nobody asked for changed nothing; it is no history.
  const asked = runs.data?.items.filter(({ requestedAt }) => requestedAt !== null)
  const last = undoable(runs.data?.items)
  return (
    <Panel
      title="Response history"
      note="Runs that touched it"
      loading={runs.isPending}
      failed={failureOf(runs, 'The runs')}
      flush
    >
      {asked ? (
        asked.length === 0 ? (
          <EmptyState title="Nobody has acted on it">What is done about it, by whom and why, appears here.</EmptyState>
        ) : (
          <>
            <ul>
              {asked.slice(0, shown).map((run) => (
                <Run
                  key={run.id}
                  run={run}
                  whyNotUndo={run === last ? whyNot('restore') : undefined}
                  last={run === last}
                />
              ))}
            </ul>
            {asked.length > shown || runs.data?.nextCursor ? (
              <p className="border-t border-line px-4 py-2">
                <Link href={links.response(touched)} className="text-accent hover:underline">
                  All runs that touched it
                </Link>
              </p>
            ) : null}
          </>
        )
      ) : null}
    </Panel>
  )
}

function Run({ run, last, whyNotUndo }: { run: RunSummary; last: boolean; whyNotUndo: string | undefined }) {
  const {
    action,
    target,
    targets,
    number,
    id,
    by,
    requestedAt,
    category,
    reason,
    containedInS,
    undoOf,
    undone,
    counts,
  } = run
  const object = target ? nameOf(actions[action].target, target) : targetsInWords(actions[action].target, targets)
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <Link href={links.run(id)} className="font-medium text-accent hover:underline">
            Run {number}
          </Link>
          <span className="min-w-0 break-words">
            {undoOf ? `Undo of run ${undoOf.number}` : `${actions[action].label} ${object}`}
          </span>
        </p>
        <p className="flex flex-wrap items-center gap-x-2">
          <RunMark run={run} />
          {containedInS === null || undone || counts.undone ? null : (
            <span className="text-muted tabular-nums">contained in {duration(containedInS)}</span>
          )}
        </p>
        <p className="break-words text-muted">
          <RelativeTime at={requestedAt} /> by {by.name}
          {category ? `, ${categoryWords[category].toLowerCase()}` : ''}
          {reason ? `: ${reason}` : ''}
        </p>
      </div>
      {last ? (
        <Button size="sm" disabledReason={whyNotUndo} onClick={() => openAct({ kind: 'undo', run })}>
          Undo…
        </Button>
      ) : null}
    </li>
  )
}
