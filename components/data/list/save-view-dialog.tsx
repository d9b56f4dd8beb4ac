'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'

/** Names what is in force. A name already taken is replaced, and the button says so. */
export function SaveViewDialog({ open, onOpenChange, page, query, taken }: SaveViewDialogProps) {
  const form = useId()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const save = useMutation(
    api.savedViews.save.mutationOptions({
      onSuccess: async (view) => {
        await queries.invalidateQueries({ queryKey: api.savedViews.key() })
        onOpenChange(false)
        setName('')
        toast({ tone: 'ok', title: `Saved the view “${view.name}”` })
      },
    }),
  )
  const chosen = name.trim()
  function submit(event: FormEvent) {
    event.preventDefault()
    if (chosen) save.mutate({ page, name: chosen, query })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title="Save this view"
      description="Keeps the filters, the search and the order in force. Only you see it."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={save.isPending}
            disabledReason={chosen ? undefined : 'Give it a name first'}
          >
            {taken.includes(chosen) ? 'Replace view' : 'Save view'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label="Name" error={save.error?.message}>
          <Input autoFocus maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
type SaveViewDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  page: string
  query: string
  taken: readonly string[]
}
