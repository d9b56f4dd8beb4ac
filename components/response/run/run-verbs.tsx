'use client'

import { lazy, Suspense, useState } from 'react'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { actions } from '#contract/actions.ts'
import { links } from '#contract/links.ts'
import type { Run } from '#contract/response.ts'
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
      {run.state === 'plan-failed' || run.state === 'changed' ? <Button onClick={look}>Plan it again…</Button> : null}
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
