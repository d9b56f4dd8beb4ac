'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field, Input, Select } from '#components/ui/input.tsx'
import type { FindingSelection } from '#contract/findings.ts'
import { useAssign } from './use-decide.ts'

const nobody = 'nobody'

/** Chooses whose findings they are. `about` says which, with their exact number. */
export function OwnerDialog({ about, selection, onClose, onDone }: OwnerDialogProps) {
  const form = useId()
  const me = useMe()
  const [search, setSearch] = useState('')
  const people = useQuery({
    ...api.people.names.queryOptions({ input: search ? { search } : {} }),
    placeholderData: (before) => before,
  })
  const [chosen, setChosen] = useState<string>()
  const assign = useAssign(() => {
    onDone?.()
    onClose()
  })
  const owner = chosen ?? me?.id ?? nobody
  const others = people.data?.filter(({ id }) => id !== me?.id) ?? []
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!assign.isPending) assign.mutate({ selection, owner: owner === nobody ? null : owner })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`Assign ${about}`}
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={assign.isPending}>
            Assign
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Find somebody" hint="By the beginning of a name or an address.">
          <Input value={search} maxLength={80} onChange={(event) => setSearch(event.target.value)} />
        </Field>
        <Field label="Owner">
          <Select
            value={owner}
            onChange={(event) => setChosen(event.target.value)}
            options={[
              ...(me ? [{ value: me.id, label: `Me (${me.name})` }] : []),
              ...others.map(({ id, name }) => ({ value: id, label: name })),
              { value: nobody, label: 'Nobody' },
            ]}
          />
        </Field>
      </form>
    </Dialog>
  )
}
type OwnerDialogProps = {
  about: string
  selection: FindingSelection
  onClose: () => void
  onDone?: (() => void) | undefined
}
