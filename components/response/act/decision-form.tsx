'use client'

import { type FormEvent, useState } from 'react'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select, TextArea } from '#components/ui/input.tsx'
import { actions } from '#contract/actions.ts'
import type { ReasonCategory, Run } from '#contract/response.ts'
import { missingIn, shortestReason } from './asking.ts'
import { reasonCategoryOf, reasonOptions } from './reasons.ts'

export type Draft = { category: ReasonCategory | ''; reason: string; typed: string }
export const emptyDraft: Draft = { category: '', reason: '', typed: '' }

/** Why, and what else the guards want before the button opens. */
export function DecisionForm({ run, form, draft, onDraft, onAsk }: DecisionFormProps) {
  const { approval, typed } = run.plan?.guards ?? { approval: null, typed: null }
  const [tried, setTried] = useState(false)
  const missing = missingIn(run, draft)
  const errors = tried ? missing : {}
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setTried(true)
    const [first] = Object.keys(missing)
    if (first === undefined) onAsk()
    else event.currentTarget.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
  }
  return (
    <form id={form} noValidate onSubmit={submit} className="flex flex-col gap-3 border-t border-line pt-4">
      {approval ? (
        <div className="overflow-hidden rounded-md">
          <Notice>
            Needs a second person: {approval} Nothing happens before somebody else approves this very plan.
          </Notice>
        </div>
      ) : null}
      <div className="grid gap-3 sm:grid-cols-[13rem_minmax(0,1fr)]">
        <Field label="Kind of reason" error={errors.category}>
          <Select
            name="category"
            options={reasonOptions(actions[run.action].target)}
            value={draft.category}
            required
            onChange={(event) => onDraft({ ...draft, category: reasonCategoryOf(event.target.value) })}
          />
        </Field>
        <Field
          label="Why"
          hint={`At least ${shortestReason} letters. Kept in the trail with your name, and shown to who approves.`}
          error={errors.reason}
        >
          <TextArea
            name="reason"
            rows={2}
            maxLength={2000}
            required
            value={draft.reason}
            onChange={(event) => onDraft({ ...draft, reason: event.target.value })}
          />
        </Field>
      </div>
      {typed ? (
        <Field
          label="Type or paste this to confirm"
          hint={<span className="mono break-all">{typed}</span>}
          error={errors.typed}
        >
          <Input
            name="typed"
            required
            autoComplete="off"
            spellCheck={false}
            className="mono"
            value={draft.typed}
            onChange={(event) => onDraft({ ...draft, typed: event.target.value })}
          />
        </Field>
      ) : null}
    </form>
  )
}
type DecisionFormProps = {
  run: Run
  /** The form's id: its button is in the dialog's footer. */
  form: string
  draft: Draft
  onDraft: (draft: Draft) => void
  onAsk: () => void
}
