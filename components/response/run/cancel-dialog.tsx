'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Run } from '#contract/response.ts'

const shortestReason = 3

/** Cancels what has not started; what was done stays done, and says so first. */
export function CancelDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const queries = useQueryClient()
  const form = useId()
  const [reason, setReason] = useState('')
  const running = run.state === 'running'
  const cancel = useMutation(
    api.response.cancel.mutationOptions({
      onSuccess: (answer) => {
        queries.setQueryData(api.response.get.queryOptions({ input: { id: run.id } }).queryKey, answer)
        void queries.invalidateQueries({ queryKey: api.response.key() })
        toast({ tone: 'ok', title: running ? 'It stops after the calls under way' : 'Cancelled: nothing was changed' })
        onClose()
      },
      onError: () => void queries.invalidateQueries({ queryKey: api.response.key() }),
    }),
  )
  const whyNot = reason.trim().length < shortestReason ? 'Say why in a few words first' : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !cancel.isPending) cancel.mutate({ id: run.id, reason: reason.trim() })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="Cancel what has not started"
      description={
        running
          ? 'The calls under way are finished and confirmed. Every target that has not started is left alone. What was done stays done; undo takes it back.'
          : 'Nothing has been changed, and nothing will be.'
      }
      footer={
        <>
          <Button onClick={onClose}>{running ? 'Let it run' : 'Keep it'}</Button>
          <Button type="submit" form={form} variant="primary" busy={cancel.isPending} disabledReason={whyNot}>
            Cancel what has not started
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {cancel.error ? <Notice tone="bad">Not cancelled. {cancel.error.message}</Notice> : null}
        <Field label="Why" hint="Kept in the trail with your name.">
          <TextArea
            rows={2}
            maxLength={2000}
            required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  )
}
