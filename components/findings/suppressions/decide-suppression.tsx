'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Suppression } from '#contract/findings.ts'
import { whyNotRole } from '#contract/roles.ts'

/** The verbs of a suppression: the second person's answer, or its end. */
export function SuppressionVerbs({ suppression, about }: { suppression: Suppression; about: string }) {
  const me = useMe()
  const queries = useQueryClient()
  const [deciding, setDeciding] = useState<'approve' | 'reject' | null>(null)
  const end = useMutation(
    api.findings.endSuppression.mutationOptions({
      onSuccess: () => toast({ tone: 'ok', title: 'Suppression ended', detail: 'What it hid shows again.' }),
      onError: (error) => toast({ tone: 'bad', title: 'It was not ended', detail: error.message }),
      onSettled: () => void queries.invalidateQueries({ queryKey: api.findings.key() }),
    }),
  )
  const { id, state, by, inAws } = suppression
  if (state !== 'waiting' && state !== 'active') return null
  const whyNotDecide =
    whyNotRole(me?.role, 'approver') ?? (by.id === me?.id ? 'You asked for it: somebody else decides' : undefined)
  const whyNotEnd =
    whyNotRole(me?.role, 'responder') ?? (inAws === 'read' ? 'It is one of AWS IoT’s own: delete it there' : undefined)
  return (
    <span className="inline-flex gap-2">
      {state === 'waiting' ? (
        <>
          <Button size="sm" variant="primary" disabledReason={whyNotDecide} onClick={() => setDeciding('approve')}>
            Approve…
          </Button>
          <Button size="sm" disabledReason={whyNotDecide} onClick={() => setDeciding('reject')}>
            Reject…
          </Button>
        </>
      ) : null}
      <Button
        size="sm"
        variant="ghost"
        busy={end.isPending}
        disabledReason={whyNotEnd}
        onClick={() => end.mutate({ id })}
      >
        {state === 'waiting' ? 'Withdraw' : 'End'}
      </Button>
      {deciding ? (
        <DecideDialog suppression={suppression} about={about} decision={deciding} onClose={() => setDeciding(null)} />
      ) : null}
    </span>
  )
}

function DecideDialog({ suppression, about, decision, onClose }: DecideDialogProps) {
  const form = useId()
  const queries = useQueryClient()
  const [note, setNote] = useState('')
  const approves = decision === 'approve'
  const decide = useMutation(
    api.findings.decideSuppression.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: approves ? 'Approved: it hides from now on' : 'Rejected: nothing is hidden' })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.findings.key() }),
    }),
  )
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!decide.isPending)
      decide.mutate({ id: suppression.id, approve: approves, ...(note.trim() && { note: note.trim() }) })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`${approves ? 'Approve' : 'Reject'} suppression ${suppression.id}`}
      description={`${about}. ${suppression.by.name} says: ${suppression.why}`}
      footer={
        <>
          <Button onClick={onClose}>Decide later</Button>
          <Button type="submit" form={form} variant="primary" busy={decide.isPending}>
            {approves ? 'Approve' : 'Reject'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {decide.error ? <Notice tone="bad">Not decided. {decide.error.message}</Notice> : null}
        <Field label="Note (may be left empty)" hint="Kept in the trail with your name.">
          <TextArea
            autoFocus
            rows={2}
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  )
}
type DecideDialogProps = {
  suppression: Suppression
  about: string
  decision: 'approve' | 'reject'
  onClose: () => void
}
