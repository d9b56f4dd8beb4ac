'use client'

import { CirclePlay, OctagonPause } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Guards } from '#contract/response-settings.ts'
import { useChangeGuards } from './use-guards.ts'

/** The one switch over everything: read-only starts nothing and stops what runs. Both ways are asked about. */
export function ReadOnlySwitch({ guards, whyNot }: { guards: Guards; whyNot: string | undefined }) {
  const [asking, setAsking] = useState(false)
  const change = useChangeGuards()
  const { readOnly } = guards
  const Icon = readOnly ? OctagonPause : CirclePlay
  const go = () =>
    change.mutate((inForce) => ({ ...inForce, readOnly: !readOnly }), {
      onSuccess: () => {
        setAsking(false)
        toast({ tone: 'ok', title: readOnly ? 'Actions are possible again' : 'Everything is read-only now' })
      },
    })
  return (
    <section
      aria-label="Read-only switch"
      className={cx(
        'flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border px-4 py-3',
        readOnly ? 'border-bad bg-bad-soft' : 'border-line bg-surface',
      )}
    >
      <Icon aria-hidden className={cx('size-5 shrink-0', readOnly ? 'text-bad' : 'text-ok')} />
      <div className="min-w-60 flex-1">
        <h2 className={cx('text-sm font-semibold', readOnly && 'text-bad')}>
          {readOnly ? 'Read-only: no action is possible' : 'Actions are possible'}
        </h2>
        <p className={readOnly ? 'text-ink' : 'text-muted'}>
          {readOnly
            ? 'Nothing is started, by anybody. What ran has stopped where it was; watching goes on.'
            : 'Responders may request actions, within the guards below. Read-only stops all of it at once.'}
        </p>
      </div>
      <Button disabledReason={whyNot} onClick={() => setAsking(true)}>
        {readOnly ? 'Allow actions again…' : 'Make read-only…'}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        size="sm"
        title={readOnly ? 'Allow actions again' : 'Make everything read-only'}
        description={
          readOnly
            ? 'Responders may request actions again at once. Runs that were stopped stay stopped; each can be retried from its page.'
            : 'No action is started until it is lifted, not even an undo. Runs under way stop after the calls they are making; what they did so far stays done.'
        }
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button variant="primary" busy={change.isPending} onClick={go}>
              {readOnly ? 'Allow actions' : 'Make read-only'}
            </Button>
          </>
        }
      >
        {change.error ? <Notice tone="bad">Not changed. {change.error.message}</Notice> : null}
      </Dialog>
    </section>
  )
}
