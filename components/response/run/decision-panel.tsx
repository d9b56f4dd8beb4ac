'use client'

import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { Run } from '#contract/response.ts'
import { whyNotRole } from '#contract/roles.ts'
import { Differences } from '../act/changed.tsx'
import { DecideDialog, type Decision } from './decide-dialog.tsx'
import { useRecheck } from './use-recheck.ts'

/** A request that waits: its plan computed again for whoever decides, and the two answers. */
export function DecisionPanel({ run }: { run: Run }) {
  const [deciding, setDeciding] = useState<Decision | null>(null)
  const me = useMe()
  const whyNotReject = whyNotRejecting(run, me)
  const recheck = useRecheck(run, whyNotReject === undefined)
  const waiting = recheck.state === 'asking' ? 'The plan is being computed again from fresh facts' : undefined
  return (
    <Panel
      title="Waits for a second person"
      note={
        <>
          Expires <RelativeTime at={run.approvalExpiresAt} never="at no set time" />, at{' '}
          <AbsoluteTime at={run.approvalExpiresAt} />
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>
          <span className="font-medium">{run.by.name}</span> asks for it
          {run.reason ? (
            <>
              : <q className="break-words">{run.reason}</q>
            </>
          ) : (
            '.'
          )}{' '}
          <span className="text-muted">{run.plan?.guards.approval}</span>
        </p>
        {whyNotReject === undefined ? <Recheck run={run} recheck={recheck} /> : null}
        <div className="flex flex-wrap gap-2">
          <Button
            variant={run.plan?.final ? 'danger' : 'primary'}
            disabledReason={whyNotReject ?? run.may.approve ?? waiting}
            onClick={() => setDeciding('approve')}
          >
            Approve…
          </Button>
          <Button disabledReason={whyNotReject} onClick={() => setDeciding('reject')}>
            Reject…
          </Button>
        </div>
        {(whyNotReject ?? run.may.approve) ? <p className="text-muted">{whyNotReject ?? run.may.approve}</p> : null}
      </div>
      {deciding ? (
        <DecideDialog key={deciding} run={run} decision={deciding} onClose={() => setDeciding(null)} />
      ) : null}
    </Panel>
  )
}

/** The server's own rule for deciding at all; approving needs more, which `may.approve` says. */
function whyNotRejecting(run: Run, me: ReturnType<typeof useMe>): string | undefined {
  const role = whyNotRole(me?.role, 'approver')
  if (role) return role
  return run.by.id === me?.id ? 'You asked for it yourself: somebody else must decide.' : undefined
}

function Recheck({ run, recheck }: { run: Run; recheck: ReturnType<typeof useRecheck> }) {
  const { state, error, again } = recheck
  const retry = (
    <Button size="sm" icon={<RotateCw aria-hidden className="size-3" />} onClick={again}>
      Compute again
    </Button>
  )
  if (state === 'asking' || state === 'none')
    return (
      <p role="status" className="flex items-center gap-2 text-muted">
        <Spinner />
        Computing the plan again from what AWS says now…
      </p>
    )
  if (state === 'failed' || state === 'late')
    return (
      <div role="status" className="flex flex-wrap items-center gap-3 rounded-md bg-attention-soft px-3 py-2">
        <p className="min-w-60 flex-1">
          {state === 'failed'
            ? `The plan could not be computed again. ${error?.message ?? ''}`
            : 'The worker has not answered yet. What you see below is the plan as it was asked for; it is compared with AWS once more before anything is called.'}
        </p>
        {retry}
      </div>
    )
  const differences = run.recheck?.differences ?? []
  const same = run.recheck?.digest === run.digest
  return (
    <div role="status" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <p className={same ? 'text-ok' : 'font-medium text-attention'}>
          Recomputed <RelativeTime at={run.recheck?.at} />:{' '}
          {same ? 'the plan is the same.' : 'the plan would be another.'}
        </p>
        {retry}
      </div>
      {same ? null : <Differences of={differences} />}
    </div>
  )
}
