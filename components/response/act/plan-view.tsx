'use client'

import { RotateCw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import { Notice } from '#components/ui/error-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import { links } from '#contract/links.ts'
import type { ActionOptions, Run, RunTarget } from '#contract/response.ts'
import { openAct } from './act.ts'
import { consequenceOf } from './consequence.ts'
import { DecisionForm, type Draft } from './decision-form.tsx'
import { PlanChanges } from './plan-changes.tsx'
import { PlanChoices } from './plan-choices.tsx'
import { PlanFacts } from './plan-facts.tsx'
import { PlanLosing } from './plan-losing.tsx'
import { PlanNotes } from './plan-notes.tsx'

/** A plan to be read and decided on: the consequence first, then call by call what leads to it. */
export function PlanView(props: PlanViewProps) {
  const { run, targets, busy, refusal, onReplan, form, draft, onDraft, onAsk } = props
  const { plan } = run
  const first = useRef<HTMLDivElement>(null)
  // The first plan takes the focus where its reading starts; a plan made again leaves it on the choice that was made.
  useEffect(() => first.current?.focus(), [])
  if (!plan) return null
  // What the guards say stands among the notes; the rest, such as a plan too old, is put right by planning again.
  const outdated = plan.guards.whyNot.length === 0 ? run.may.request : null
  const hard = plan.final || plan.stranded > 0
  const refused = refusal ? `Nothing was done. ${refusal.message}` : outdated
  return (
    <div className="flex flex-col gap-5">
      {busy ? <ProgressBar label="Asking AWS again" value={null} /> : null}
      {refused ? <Refused why={refused} onAgain={() => onReplan(run.options)} busy={busy} /> : null}
      <div
        ref={first}
        tabIndex={-1}
        className={cx(
          'rounded-md px-3.5 py-3 outline-none',
          hard ? 'bg-bad-soft' : plan.changes === 0 ? 'bg-sunken' : 'bg-attention-soft',
        )}
      >
        <p className="text-base font-medium text-pretty">{consequenceOf({ ...run, plan })}</p>
        {plan.changes > 0 ? (
          <p className={cx('mt-1', hard ? 'font-medium text-bad' : 'text-muted')}>{wayBack(run)}</p>
        ) : null}
        {run.incident ? (
          <p className="mt-1 text-muted">
            It answers{' '}
            <Link href={links.incident(run.incident.id)} target="_blank" className="text-accent underline">
              incident {run.incident.number}
            </Link>
            .
          </p>
        ) : null}
      </div>
      {run.action === 'revoke-certificate' && anyActive(targets) ? <DeactivateFirst run={run} /> : null}
      <div aria-busy={busy} className={cx('flex flex-col gap-5', busy && 'opacity-60')}>
        <PlanNotes plan={plan} />
        {plan.changes > 0 ? <PlanChanges run={run} plan={plan} targets={targets} /> : null}
        <PlanLosing run={run} plan={plan} targets={targets} busy={busy} onReplan={onReplan} />
        <PlanChoices run={run} plan={plan} busy={busy} onReplan={onReplan} />
        <PlanFacts run={run} plan={plan} />
      </div>
      {plan.changes > 0 ? <DecisionForm run={run} form={form} draft={draft} onDraft={onDraft} onAsk={onAsk} /> : null}
    </div>
  )
}
type PlanViewProps = {
  /** The run as its plan was last read. */
  run: Run
  targets: readonly RunTarget[]
  /** The plan is being made again. */
  busy: boolean
  /** Why asking for it was refused. */
  refusal: Error | null
  onReplan: (options: ActionOptions) => void
  form: string
  draft: Draft
  onDraft: (draft: Draft) => void
  onAsk: () => void
}

function wayBack({ plan, action }: Run) {
  if (plan?.final) return 'This cannot be undone.'
  if (plan && plan.stranded > 0) {
    const undo =
      action === 'disconnect-client' ? 'Nothing brings' : 'An undo puts the settings back, but does not bring'
    return `${undo} ${plural(plan.stranded, 'device')} back: connected with an expired certificate, and no way in again once the session ends.`
  }
  if (action === 'disconnect-client') return 'There is nothing to undo: a closed session opens again by itself.'
  if (action === 'prepare-quarantine') return 'It is not undone from here, because things may come to be held by it.'
  if (action === 'apply-mitigation') return 'What Device Defender does is not taken back from here.'
  if (action === 'cancel-job' || action === 'cancel-greengrass-deployment')
    return 'What was cancelled stays so; it can be rolled out again as something new.'
  if (action === 'retry-failed-job') return 'You can undo it: the new job is cancelled. Devices that began go on.'
  if (action === 'restore') return 'It can be done again afterwards, as an action of its own.'
  return 'You can undo it: what AWS says before the first call is kept and can be put back with one click.'
}

function Refused({ why, onAgain, busy }: { why: string; onAgain: () => void; busy: boolean }) {
  return (
    <div role="alert" className="overflow-hidden rounded-md">
      <Notice
        tone="bad"
        action={
          <Button size="sm" busy={busy} icon={<RotateCw aria-hidden className="size-3" />} onClick={onAgain}>
            Review again
          </Button>
        }
      >
        {why}
      </Notice>
    </div>
  )
}

const anyActive = (targets: readonly RunTarget[]) =>
  targets.some(({ plan }) => plan?.steps.some(({ from }) => from === 'ACTIVE'))

/** Revoking keeps nobody out that deactivating would let in. */
function DeactivateFirst({ run }: { run: Run }) {
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md border border-line-strong px-3.5 py-3">
      <p className="min-w-60 flex-1">
        <span className="font-medium">Deactivating keeps it out just as well, and can be undone.</span>{' '}
        <span className="text-muted">Revoke when you know that the key is lost for good.</span>
      </p>
      <Button
        variant="primary"
        onClick={() =>
          openAct({
            kind: 'plan',
            account: run.account,
            action: 'deactivate-certificate',
            selection: run.selection,
            seen: { count: run.targets, name: run.target ?? undefined },
          })
        }
      >
        Deactivate instead…
      </Button>
    </div>
  )
}
