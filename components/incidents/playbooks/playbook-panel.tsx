'use client'

import { useRef, useState } from 'react'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Playbook } from '#contract/playbooks.ts'
import { causeWords } from '../words.ts'
import { useSavePlaybook } from './use-save-playbook.ts'

// Few come to change them.
const PlaybookForm = afterPaint(
  () => import('./playbook-form.tsx').then((part) => part.PlaybookForm),
  <SkeletonLines lines={4} />,
)

/** The steps of one cause, who changed them last, and the ways to change them. */
export function PlaybookPanel({ playbook, whyNot }: { playbook: Playbook; whyNot: string | undefined }) {
  const [editing, setEditing] = useState(false)
  const edit = useRef<HTMLButtonElement>(null)
  const { reset, save, busy } = useSavePlaybook()
  const { cause, steps, own, version } = playbook
  const { word, meaning } = causeWords[cause]
  const isOwn = steps.join('\n') === own.join('\n')
  function giveBack() {
    reset({ cause, version }, (after) =>
      toast({
        tone: 'ok',
        title: `${word} is as Fleetwarden comes with it`,
        action: { label: 'Undo', run: () => save({ cause, steps, version: after.version }) },
      }),
    )
  }
  const close = () => {
    setEditing(false)
    requestAnimationFrame(() => edit.current?.focus())
  }
  return (
    <Panel
      title={word}
      note={meaning}
      actions={
        editing ? null : (
          <>
            <Button
              size="sm"
              variant="ghost"
              aria-label={`Reset ${word}`}
              busy={busy}
              disabledReason={whyNot ?? (isOwn ? 'It is as Fleetwarden comes with it already' : undefined)}
              onClick={giveBack}
            >
              Reset
            </Button>
            <Button
              ref={edit}
              size="sm"
              aria-label={`Edit ${word}`}
              disabledReason={whyNot}
              onClick={() => setEditing(true)}
            >
              Edit
            </Button>
          </>
        )
      }
    >
      {editing ? (
        <PlaybookForm playbook={playbook} onClose={close} />
      ) : (
        <>
          {steps.length > 0 ? (
            <ol aria-label={`Steps of ${word}`} className="flex list-decimal flex-col gap-1 pl-6 marker:text-faint">
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          ) : (
            <p className="text-muted">No steps: incidents of this cause begin without tasks.</p>
          )}
          <p className="mt-3 text-xs text-muted">
            <Changed playbook={playbook} isOwn={isOwn} />
          </p>
        </>
      )}
    </Panel>
  )
}

function Changed({ playbook: { changed }, isOwn }: { playbook: Playbook; isOwn: boolean }) {
  if (!changed) return <>As Fleetwarden comes with it.</>
  return (
    <>
      {isOwn ? 'As Fleetwarden comes with it; given back by ' : 'Changed by '}
      {changed.by ?? 'somebody'} <RelativeTime at={changed.at} />.
    </>
  )
}
