'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Run } from '#contract/response.ts'
import { consequenceOf } from '../act/consequence.ts'
import { runTitle } from './run-title.ts'

export type Decision = 'approve' | 'reject'
const shortestNote = 3

/** The answer of a second person: what is serious is typed to approve, and a rejection says why. */
export function DecideDialog({ run, decision, onClose }: DecideDialogProps) {
  const queries = useQueryClient()
  const form = useId()
  const [note, setNote] = useState('')
  const [typed, setTyped] = useState('')
  const approves = decision === 'approve'
  const wanted = approves ? (run.plan?.guards.typed ?? null) : null
  const decide = useMutation(
    api.response.decide.mutationOptions({
      onSuccess: (answer) => {
        queries.setQueryData(api.response.get.queryOptions({ input: { id: run.id } }).queryKey, answer)
        void queries.invalidateQueries({ queryKey: api.response.key() })
        toast({ tone: 'ok', title: approves ? 'Approved: a worker takes it up now' : 'Rejected: nothing is changed' })
        onClose()
      },
      onError: () => void queries.invalidateQueries({ queryKey: api.response.key() }),
    }),
  )
  const whyNot =
    wanted !== null && typed !== wanted
      ? `Type ${wanted} to confirm first`
      : !approves && note.trim().length < shortestNote
        ? 'Say why in a few words first'
        : undefined

  function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || decide.isPending) return
    decide.mutate({ id: run.id, decision, digest: run.digest ?? '', ...(note.trim() && { note: note.trim() }) })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`${approves ? 'Approve' : 'Reject'}: ${runTitle(run)}`}
      description={
        approves && run.plan
          ? consequenceOf({ ...run, plan: run.plan })
          : 'Nothing is changed, and its targets are free for another run. Whoever asked reads why.'
      }
      footer={
        <>
          <Button onClick={onClose}>Decide later</Button>
          <Button
            type="submit"
            form={form}
            variant={approves && run.plan?.final ? 'danger' : 'primary'}
            busy={decide.isPending}
            disabledReason={whyNot}
          >
            {approves ? 'Approve' : 'Reject'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {decide.error ? <Notice tone="bad">Not decided. {decide.error.message}</Notice> : null}
        <Field
          label={approves ? 'Note (may be left empty)' : 'Why not'}
          hint="Kept in the trail with your name, and shown on the run’s page."
        >
          <TextArea
            rows={2}
            maxLength={2000}
            required={!approves}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
        {wanted === null ? null : (
          <Field label={`Type ${wanted} to confirm`}>
            <Input
              autoComplete="off"
              spellCheck={false}
              className="mono"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
        )}
      </form>
    </Dialog>
  )
}
type DecideDialogProps = { run: Run; decision: Decision; onClose: () => void }
