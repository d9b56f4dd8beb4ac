'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Field, Input, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import { useNow } from '#components/ui/use-now.ts'
import type { Retention } from '#contract/reports.ts'

const shortestReason = 3
const dayMs = 86_400_000

/** Changes how long a kind of data is kept; says what goes before it is asked. */
export function RetentionDialog({ retention, onClose }: { retention: Retention; onClose: () => void }) {
  const form = useId()
  const queries = useQueryClient()
  const { kind, title, min, max, default: usual } = retention
  const [days, setDays] = useState(String(retention.days))
  const [why, setWhy] = useState('')
  const save = useMutation(
    api.reports.setRetention.mutationOptions({
      onSuccess: (changed) => {
        toast({ tone: 'ok', title: `Kept for ${plural(changed.days, 'day')} from now on` })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.reports.key() }),
    }),
  )
  const wanted = Number(days)
  const fits = Number.isInteger(wanted) && wanted >= min && wanted <= max
  const whyNot = fits
    ? why.trim().length < shortestReason
      ? 'Say why in a few words first'
      : undefined
    : `Between ${min} and ${plural(max, 'day')}`
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !save.isPending) save.mutate({ kind, days: wanted, why: why.trim() })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`Retention: ${title}`}
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabledReason={whyNot}>
            {fits ? `Keep for ${plural(wanted, 'day')}` : 'Keep'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error ? <Notice tone="bad">Nothing was changed. {save.error.message}</Notice> : null}
        <Field label="Days" hint={`Between ${min} and ${max}; by default ${usual}.`}>
          <Input
            autoFocus
            type="number"
            min={min}
            max={max}
            required
            className="max-w-32"
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </Field>
        <Consequence retention={retention} days={fits ? wanted : retention.days} />
        <Field label="Why" hint="Kept in the trail with your name and what was set before.">
          <TextArea rows={2} maxLength={4000} required value={why} onChange={(event) => setWhy(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}

function Consequence({ retention: { days: now, oldestAt }, days }: { retention: Retention; days: number }) {
  const time = useNow()
  if (days >= now) return null
  const oldestDays = oldestAt ? Math.floor((time - Date.parse(oldestAt)) / dayMs) : 0
  return (
    <Notice>
      {oldestDays > days
        ? `What is older than ${plural(days, 'day')} is deleted with the next cleaning and cannot be had back; the oldest kept is of ${plural(oldestDays, 'day')} ago.`
        : `Nothing that is kept now is older than ${plural(days, 'day')}.`}
    </Notice>
  )
}
