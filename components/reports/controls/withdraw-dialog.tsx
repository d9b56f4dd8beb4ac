'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Attestation } from '#contract/reports.ts'

const shortestReason = 3

/** Asks why a word is taken back. */
export function WithdrawDialog({ attestation, onClose }: { attestation: Attestation; onClose: () => void }) {
  const form = useId()
  const queries = useQueryClient()
  const [why, setWhy] = useState('')
  const withdraw = useMutation(
    api.reports.withdraw.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: 'Taken back', detail: 'The word before it counts again, or nobody’s.' })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.reports.key() }),
    }),
  )
  const whyNot = why.trim().length < shortestReason ? 'Say why first' : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    const { control, id } = attestation
    if (!whyNot && !withdraw.isPending) withdraw.mutate({ control, id, why: why.trim() })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Take back what was vouched for"
      description="It stays in the list and counts no more: the word before it decides again, or nobody’s does."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={withdraw.isPending} disabledReason={whyNot}>
            Take it back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {withdraw.error ? <Notice tone="bad">Not taken back. {withdraw.error.message}</Notice> : null}
        <Field label="Why">
          <TextArea required maxLength={4000} value={why} onChange={(event) => setWhy(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
