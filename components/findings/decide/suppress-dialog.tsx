'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api, client } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { formatCount, plural } from '#components/ui/format.ts'
import { Field, Input, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { FindingSelection, SuppressionScope } from '#contract/findings.ts'

const shortestReason = 3
const mostDays = 730

/** What is suppressed: what a scope covers, now and later, or the findings of a selection and nothing else. */
export type Suppressed = { scope: SuppressionScope } | { selection: FindingSelection }

/** Why findings are hidden and for how long; shows before what a scope would hide and whether somebody else must agree. */
export function SuppressDialog({ about, what, inAws, onClose, onDone }: SuppressDialogProps) {
  const form = useId()
  const queries = useQueryClient()
  const [why, setWhy] = useState('')
  const [typedDays, setTypedDays] = useState('90')
  const [endless, setEndless] = useState(false)
  const [alsoInAws, setAlsoInAws] = useState(false)
  const days = endless ? null : Number(typedDays)
  const terms = { why: why.trim(), days, alsoInAws }
  const send = useMutation({
    mutationFn: async () => {
      if ('selection' in what) {
        const { waiting, suppressed } = await client.findings.suppressSelected({ selection: what.selection, ...terms })
        return { waits: waiting > 0, said: plural(waiting + suppressed, 'finding') }
      }
      const { state, hides } = await client.findings.suppress({ scope: what.scope, ...terms })
      return { waits: state === 'waiting', said: plural(hides, 'finding') }
    },
    onSuccess: ({ waits, said }) => {
      toast(
        waits
          ? {
              tone: 'info',
              title: 'A second person decides',
              detail: 'Nothing is hidden until then. It waits on the page of suppressions.',
            }
          : { tone: 'ok', title: `${said} suppressed`, detail: 'Ending the suppression shows them again.' },
      )
      onDone?.()
      onClose()
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: api.findings.key() }),
  })
  const whyNot =
    why.trim().length < shortestReason
      ? 'Say why in a few words first'
      : days !== null && (!Number.isInteger(days) || days < 1 || days > mostDays)
        ? `Choose 1 to ${mostDays} days`
        : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !send.isPending) send.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Suppress ${about}`}
      description="Suppressed findings are still judged and counted apart; what comes back later is shown again when the suppression ends."
      footer={
        <>
          <Button onClick={onClose}>Keep showing</Button>
          <Button type="submit" form={form} variant="primary" busy={send.isPending} disabledReason={whyNot}>
            Suppress
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {send.error ? <Notice tone="bad">Nothing was suppressed. {send.error.message}</Notice> : null}
        {'scope' in what ? <Preview scope={what.scope} days={days} /> : null}
        <Field label="Why" hint="Kept in the trail with your name, shown with the finding and in reports.">
          <TextArea
            autoFocus
            rows={2}
            maxLength={4000}
            required
            value={why}
            onChange={(event) => setWhy(event.target.value)}
          />
        </Field>
        <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
          <Field label="For how many days">
            <Input
              type="number"
              min={1}
              max={mostDays}
              className="max-w-32"
              value={typedDays}
              disabled={endless}
              onChange={(event) => setTypedDays(event.target.value)}
            />
          </Field>
          <Checkbox checked={endless} onChange={(event) => setEndless(event.target.checked)}>
            Without an end, which needs a second person
          </Checkbox>
        </div>
        {inAws ? (
          <Checkbox checked={alsoInAws} onChange={(event) => setAlsoInAws(event.target.checked)}>
            Write it to AWS IoT Device Defender, too
          </Checkbox>
        ) : null}
      </form>
    </Dialog>
  )
}
type SuppressDialogProps = {
  about: string
  what: Suppressed
  /** Whether AWS can keep such a suppression. */
  inAws: boolean
  onClose: () => void
  onDone?: (() => void) | undefined
}

function Preview({ scope, days }: { scope: SuppressionScope; days: number | null }) {
  const valid = days === null || (Number.isInteger(days) && days >= 1 && days <= mostDays)
  const preview = useQuery({
    ...api.findings.previewSuppression.queryOptions({ input: { ...scope, days } }),
    enabled: valid,
    placeholderData: (before) => before,
  })
  if (preview.error) return <Notice tone="bad">{preview.error.message}</Notice>
  if (!preview.data) return <p className="text-muted">Counting what it would hide…</p>
  const { hides, examples, approval } = preview.data
  return (
    <div className="rounded-md bg-sunken px-3.5 py-3">
      <p className="font-medium">
        It hides {formatCount({ value: hides.count, capped: hides.capped })} open{' '}
        {hides.count === 1 ? 'finding' : 'findings'} now.
      </p>
      {examples.length > 1 ? (
        <p className="mt-1 break-all text-muted">
          {examples
            .slice(0, 5)
            .map(({ subject }) => subject)
            .join(', ')}
          {hides.count > 5 ? ' …' : null}
        </p>
      ) : null}
      {approval ? <p className="mt-1 text-attention">{approval}: a second person decides.</p> : null}
    </div>
  )
}
