'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { causeWords } from '#components/incidents/words.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Finding } from '#contract/findings.ts'

const none = 'none'
const offered = 20

/** Links a finding to an incident of its account, or takes the link away. */
export function LinkDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const form = useId()
  const queries = useQueryClient()
  // Conflicts are known by client ID, which is mostly what a finding is about.
  const [search, setSearch] = useState(
    finding.subjectKind === 'thing' || finding.subjectKind === 'client' ? finding.subject : '',
  )
  const [chosen, setChosen] = useState<string>()
  const sought = search.trim()
  const found = useQuery({
    ...api.incidents.list.queryOptions({
      input: {
        account: finding.account,
        limit: offered,
        ...(sought ? { search: sought.slice(0, 128) } : { open: true }),
      },
    }),
    placeholderData: (before) => before,
  })
  const link = useMutation(
    api.findings.linkIncident.mutationOptions({
      onSuccess: ({ incident }) => {
        toast({ tone: 'ok', title: incident ? `Linked to incident ${incident.number}` : 'The link is taken away' })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.findings.key() }),
    }),
  )
  const current = finding.incident
  const value = chosen ?? current?.id ?? none
  const options = [
    { value: none, label: 'No incident' },
    ...(current ? [{ value: current.id, label: `Incident ${current.number}, as it is now` }] : []),
    ...(found.data?.items ?? [])
      .filter(({ id }) => id !== current?.id)
      .map(({ id, number, clientId, cause }) => ({
        value: id,
        label: `Incident ${number}: ${clientId}, ${causeWords[cause].short}`,
      })),
  ]
  const whyNot = value === (current?.id ?? none) ? 'It is so already' : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !link.isPending) link.mutate({ id: finding.id, incident: value === none ? null : value })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="Link to an incident"
      description="Both pages then lead to each other. It is in the trail."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={link.isPending} disabledReason={whyNot}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {link.error ? <Notice tone="bad">Nothing was linked. {link.error.message}</Notice> : null}
        <Field label="Find incidents" hint="Part of a client ID; empty: those that are open.">
          <Input value={search} maxLength={128} onChange={({ target }) => setSearch(target.value)} />
        </Field>
        <Field label="Incident">
          <Select value={value} onChange={({ target }) => setChosen(target.value)} options={options} />
        </Field>
      </form>
    </Dialog>
  )
}
