'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import type { Incident } from '#contract/incidents.ts'
import { useChange } from '../triage/use-change.ts'

const mostTags = 20
const longestTag = 60

/** The tags as one line of text, parted by commas. */
export function TagsDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const form = useId()
  const [typed, setTyped] = useState(incident.tags.join(', '))
  const { mutate, isPending } = useChange()
  const tags = [...new Set(typed.split(',').map((tag) => tag.trim()))].filter(Boolean)
  const whyNot =
    tags.length > mostTags
      ? `At most ${mostTags} tags`
      : tags.some((tag) => tag.length > longestTag)
        ? `A tag has at most ${longestTag} characters`
        : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !isPending) mutate({ id: incident.id, tags }, { onSuccess: onClose })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="Change tags"
      footer={
        <>
          <Button onClick={onClose}>Leave them as they are</Button>
          <Button type="submit" form={form} variant="primary" busy={isPending} disabledReason={whyNot}>
            Set tags
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label="Tags" hint="Parted by commas. The inbox filters by them.">
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  )
}
