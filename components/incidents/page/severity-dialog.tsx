'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field, Select, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Incident, Severity } from '#contract/incidents.ts'
import { useChange } from '../triage/use-change.ts'
import { severityWords } from '../words.ts'

const severities = Object.keys(severityWords) as Severity[]
const shortestReason = 3
const byRules = 'rules'

/** Sets a severity over the rules', or gives the say back to them; with a reason either way. */
export function SeverityDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const form = useId()
  const [chosen, setChosen] = useState<string>(incident.severity)
  const [reason, setReason] = useState('')
  const { mutate, isPending } = useChange()
  const to = severities.find((one) => one === chosen) ?? null
  const whyNot =
    to === null && !incident.severityBy
      ? 'The rules decide already'
      : reason.trim().length < shortestReason
        ? 'Say why in a few words first'
        : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || isPending) return
    mutate(
      { id: incident.id, severity: { to, reason: reason.trim() } },
      {
        onSuccess: () => {
          toast({
            tone: 'ok',
            title: to ? `Severity set to ${severityWords[to].toLowerCase()}` : 'The rules decide again',
          })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="Change severity"
      description={`The rules say: ${incident.severityReasons.join(' ') || 'nothing'} What you set stays until somebody changes it.`}
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={isPending} disabledReason={whyNot}>
            Set severity
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Severity">
          <Select
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            options={[
              ...severities.map((value) => ({ value, label: severityWords[value] })),
              { value: byRules, label: 'As the rules say', disabled: !incident.severityBy },
            ]}
          />
        </Field>
        <Field label="Why" hint="Kept in the trail with your name, and shown on the page.">
          <TextArea
            rows={2}
            maxLength={4000}
            required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  )
}
