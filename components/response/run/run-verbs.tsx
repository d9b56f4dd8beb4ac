'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { toast } from '#components/ui/toast.ts'
import { actions } from '#contract/actions.ts'
import { links } from '#contract/links.ts'
import type { Run } from '#contract/response.ts'
import { whyNotRole } from '#contract/roles.ts'
import { openAct } from '../act/act.ts'

const CancelDialog = lazy(() => import('./cancel-dialog.tsx').then((part) => ({ default: part.CancelDialog })))

/** What can be done with a run: ask for it, cancel, retry, undo, take it away as CSV. Each says why it cannot be. */
export function RunVerbs({ run }: { run: Run }) {
  const [cancelling, setCancelling] = useState(false)
  const failed = (run.counts.failed ?? 0) + (run.counts['not-started'] ?? 0)
  const asked = run.requestedAt !== null
  const look = () => openAct({ kind: 'look', run })
  return (
    <>
      {run.state === 'planned' ? (
        <Button variant="primary" disabledReason={run.may.request ?? undefined} onClick={look}>
          Ask for it…
        </Button>
      ) : null}
      {run.state === 'plan-failed' || (run.state === 'planned' && run.may.request !== null) ? (
        <PlanAgain run={run} />
      ) : null}
      {run.state === 'changed' ? <Button onClick={look}>Plan it again…</Button> : null}
      {run.may.cancel === null || asked ? (
        <Button disabledReason={run.may.cancel ?? undefined} onClick={() => setCancelling(true)}>
          {run.state === 'running' ? 'Cancel what has not started…' : 'Cancel…'}
        </Button>
      ) : null}
      {asked ? (
        <>
          <Button disabledReason={run.may.retry ?? undefined} onClick={() => openAct({ kind: 'retry', run })}>
            {failed > 0 ? `Retry ${formatCount(failed)} failed or not started…` : 'Retry failed…'}
          </Button>
          {/* What AWS has no way back from offers none. */}
          {actions[run.action].final ? null : (
            <Button disabledReason={run.undo.whyNot ?? undefined} onClick={() => openAct({ kind: 'undo', run })}>
              Undo…
            </Button>
          )}
        </>
      ) : null}
      <ExportButton href={links.runExport(run.id)} />
      {cancelling ? (
        <Suspense fallback={null}>
          <CancelDialog run={run} onClose={() => setCancelling(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

/** The same plan from fresh facts: one that failed, is too old, or that a guard stood against. */
function PlanAgain({ run }: { run: Run }) {
  const queries = useQueryClient()
  const again = useMutation(
    api.response.replan.mutationOptions({
      onSuccess: () => void queries.invalidateQueries({ queryKey: api.response.key() }),
      onError: (error) => toast({ tone: 'bad', title: 'Not planned again', detail: error.message }),
    }),
  )
  const whyNot = whyNotRole(useMe()?.role, actions[run.action].role)
  return (
    <Button busy={again.isPending} disabledReason={whyNot} onClick={() => again.mutate({ id: run.id })}>
      Plan it again
    </Button>
  )
}
