'use client'

import { useId, useState } from 'react'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { links } from '#contract/links.ts'
import type { ActionOptions, Run } from '#contract/response.ts'
import { isOpen } from '../words.ts'
import { type ActRequest, closeAct, openAct, openedFrom } from './act.ts'
import { askPhrase, titleOf, whyNotAsk } from './asking.ts'
import { Changed } from './changed.tsx'
import { type Draft, emptyDraft } from './decision-form.tsx'
import { NotPlanned } from './not-planned.tsx'
import { PlanView } from './plan-view.tsx'
import { Planning } from './planning.tsx'
import { isSettled } from './progress.ts'
import { ProgressView } from './progress-view.tsx'
import { useNews } from './use-news.ts'
import { useRun, useTargets } from './use-run.ts'

/** One opening of the dialog. It stays mounted without a request while it closes. */
export function ActDialog({ request }: { request: ActRequest | null }) {
  const [about] = useState(request)
  return about ? <Opened about={about} open={request !== null} /> : null
}

function Opened({ about, open }: { about: ActRequest; open: boolean }) {
  const { run, begin, query, again, ask } = useRun(about)
  const targets = useTargets(run)
  const [draft, setDraft] = useState(emptyDraft)
  const planned = useLastPlanned(run)
  const form = useId()
  useNews(run, open)

  const busy = again.isPending || run?.state === 'planning'
  // A choice shows at once as it was made: a mutation tells of itself a moment later, and the tick would be taken back.
  const [chosen, setChosen] = useState<ActionOptions>()
  const options = chosen ?? (run ?? planned)?.options
  const replan = (options: ActionOptions) => {
    ask.reset()
    const from = run ?? planned
    if (!from || busy) return
    setChosen(options)
    again.mutate({ from, options }, { onSettled: () => setChosen(undefined) })
  }
  const close = () => closeAct(run && isOpen(run) && !isSettled(run) ? run.id : undefined)
  const failure = begin.error ?? again.error ?? (run ? null : query.error)
  const stage = stageOf(run, planned)
  const rows = targets.data?.items ?? []

  return (
    <Dialog
      open={open}
      onOpenChange={close}
      size="lg"
      title={titleOf(about, run)}
      returnFocus={openedFrom}
      footer={
        stage === 'plan' && planned && run ? (
          <PlanFooter run={planned} busy={busy} asking={ask.isPending} form={form} onCancel={close} />
        ) : stage === 'progress' && run ? (
          <ProgressFooter run={run} onClose={close} />
        ) : (
          <Button onClick={close}>Close</Button>
        )
      }
    >
      {failure && !busy ? (
        <NotPlanned
          why={failure.message}
          onRetry={planned ? () => replan(planned.options) : () => begin.mutate()}
          retrying={begin.isPending || again.isPending}
        />
      ) : stage === 'planning' ? (
        <Planning about={about} />
      ) : stage === 'failed' && run ? (
        <NotPlanned
          why={run.stopReason ?? 'The worker gave no reason.'}
          onRetry={() => replan(run.options)}
          retrying={again.isPending}
        />
      ) : stage === 'changed' && run ? (
        <Changed run={run} onAgain={() => replan(run.options)} retrying={again.isPending} />
      ) : stage === 'plan' && planned ? (
        <PlanView
          run={{ ...planned, options: options ?? planned.options }}
          targets={rows}
          busy={busy}
          refusal={ask.error}
          onReplan={replan}
          form={form}
          draft={draft}
          onDraft={setDraft}
          onAsk={() => {
            if (!whyNotAsk(planned) && !busy && !ask.isPending) ask.mutate(requestOf(planned, draft))
          }}
        />
      ) : run ? (
        <ProgressView run={run} targets={rows} />
      ) : null}
    </Dialog>
  )
}

/** The run as its plan was last read, which stays on screen while it is made again. */
function useLastPlanned(run: Run | undefined) {
  const [kept, setKept] = useState<Run>()
  const isPlan = run?.state === 'planned' && run.plan !== null
  if (isPlan && run !== kept) setKept(run)
  return isPlan ? run : kept
}

function stageOf(run: Run | undefined, planned: Run | undefined) {
  if (!run) return 'planning'
  if (run.state === 'planning') return planned ? 'plan' : 'planning'
  if (run.state === 'plan-failed') return 'failed'
  if (run.state === 'changed') return 'changed'
  return run.state === 'planned' ? 'plan' : 'progress'
}

function requestOf({ id, digest, plan }: Run, { category, reason, typed }: Draft) {
  return {
    id,
    digest: digest ?? '',
    reason: reason.trim(),
    // The button stays shut until one is chosen.
    category: category || ('other' as const),
    ...(plan?.guards.typed ? { typed } : {}),
  }
}

function PlanFooter({ run, busy, asking, form, onCancel }: PlanFooterProps) {
  const final = run.plan?.final === true
  return (
    <>
      <Button onClick={onCancel}>{busy ? 'Close' : 'Leave it as it is'}</Button>
      <Button
        type="submit"
        form={form}
        variant={final ? 'danger' : 'primary'}
        busy={busy || asking}
        disabledReason={whyNotAsk(run)}
      >
        {askPhrase(run)}
      </Button>
    </>
  )
}
type PlanFooterProps = {
  run: Run
  busy: boolean
  asking: boolean
  form: string
  onCancel: () => void
}

function ProgressFooter({ run, onClose }: { run: Run; onClose: () => void }) {
  const undoable = run.undo.whyNot === null
  const retryable = run.may.retry === null && isSettled(run)
  return (
    <>
      {retryable ? <Button onClick={() => openAct({ kind: 'retry', run })}>Try the failed again…</Button> : null}
      {undoable ? <Button onClick={() => openAct({ kind: 'undo', run })}>Undo…</Button> : null}
      <LinkButton href={links.run(run.id)} onClick={onClose}>
        Open run {run.number}
      </LinkButton>
      <Button variant="primary" onClick={onClose}>
        {isSettled(run) ? 'Close' : 'Close and be told'}
      </Button>
    </>
  )
}
