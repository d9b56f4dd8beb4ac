'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useAccount } from '#components/data/scope.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select, TextArea } from '#components/ui/input.tsx'
import { shortestWhy, useSetUnupdatable } from './use-set-unupdatable.ts'

/** Says of a thing that it cannot be updated, where no fact shows it. */
export function DeclareDialog({ onClose }: { onClose: () => void }) {
  const form = useId()
  const scope = useAccount()
  const accounts = useQuery(api.accounts.list.queryOptions())
  const [chosen, setChosen] = useState<number>()
  const [thing, setThing] = useState('')
  const [why, setWhy] = useState('')
  const account = chosen ?? scope ?? accounts.data?.[0]?.id
  const save = useSetUnupdatable(`${thing.trim()} is declared`, onClose)
  const whyNot =
    thing.trim() === ''
      ? 'Name the thing first'
      : why.trim().length < shortestWhy
        ? 'Say why in a few words first'
        : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || save.isPending || account === undefined) return
    save.mutate({ account, thing: thing.trim(), declared: true, why: why.trim() })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Declare a thing that cannot be updated"
      description="It stands in the register from now on, and wants a plan."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabledReason={whyNot}>
            Declare
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error ? <Notice tone="bad">Nothing was changed. {save.error.message}</Notice> : null}
        {accounts.data && accounts.data.length > 1 ? (
          <Field label="Account">
            <Select
              value={String(account ?? '')}
              onChange={(event) => setChosen(Number(event.target.value))}
              options={accounts.data.map(({ id, name }) => ({ value: String(id), label: name }))}
            />
          </Field>
        ) : null}
        <Field label="Thing" hint="Its whole name.">
          <Input className="mono" maxLength={128} value={thing} onChange={(event) => setThing(event.target.value)} />
        </Field>
        <Field label="Why" hint="Kept in the trail with your name.">
          <TextArea rows={2} maxLength={2000} required value={why} onChange={(event) => setWhy(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
