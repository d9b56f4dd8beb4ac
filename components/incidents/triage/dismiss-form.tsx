'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Field, Input, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import { keepIncident } from './use-change.ts'

const shortestReason = 3
const mostDays = 365

/** Why it is put aside, and for how long. */
export function DismissForm({ id, number, onDone }: { id: string; number: number; onDone: () => void }) {
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [typedDays, setTypedDays] = useState('7')
  const days = Number(typedDays)
  const dismiss = useMutation(
    api.incidents.dismiss.mutationOptions({
      onSuccess: (incident) => {
        keepIncident(queries, incident)
        toast({ tone: 'ok', title: `Incident ${number} dismissed for ${plural(days, 'day')}` })
        onDone()
      },
    }),
  )
  const whyNot =
    reason.trim().length < shortestReason
      ? 'Say why in a few words first'
      : !Number.isInteger(days) || days < 1 || days > mostDays
        ? `Choose 1 to ${mostDays} days`
        : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !dismiss.isPending) dismiss.mutate({ id, reason: reason.trim(), days })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {dismiss.error ? <Notice tone="bad">Not dismissed. {dismiss.error.message}</Notice> : null}
      <Field label="Why" hint="Kept in the trail with your name.">
        <TextArea
          autoFocus
          rows={2}
          maxLength={4000}
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <Field label="For how many days" hint="It comes back earlier when its cause or severity gets worse.">
        <Input
          type="number"
          min={1}
          max={mostDays}
          className="max-w-32"
          value={typedDays}
          onChange={(event) => setTypedDays(event.target.value)}
        />
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Keep it</Button>
        <Button type="submit" variant="primary" busy={dismiss.isPending} disabledReason={whyNot}>
          Dismiss
        </Button>
      </div>
    </form>
  )
}
