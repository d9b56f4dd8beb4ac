'use client'

import { type FormEvent, useId, useState } from 'react'
import { fieldErrorsOf } from '#components/data/api.ts'
import { useAccount } from '#components/data/scope.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import type { ReportScope } from '#contract/reports.ts'
import { FrameworkField, ScopeFields } from '../scope-fields.tsx'
import { useRequest } from './use-request.ts'

/** Asks for a report: what it is called and what it is about. */
export function MakeReport({ onClose }: { onClose: () => void }) {
  const form = useId()
  const account = useAccount()
  const [title, setTitle] = useState('')
  const [framework, setFramework] = useState<string | null>(null)
  const [scope, setScope] = useState<ReportScope>({ accounts: account === undefined ? [] : [account], groups: [] })
  const request = useRequest(onClose)
  const whyNot = title.trim() === '' ? 'Give it a title first' : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !request.isPending) request.mutate({ title: title.trim(), framework, scope })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Make a report"
      description="It freezes what is known at one moment and never changes afterwards. Others can read it."
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" form={form} variant="primary" busy={request.isPending} disabledReason={whyNot}>
            Make report
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {request.error ? <Notice tone="bad">Not asked for. {request.error.message}</Notice> : null}
        <Field label="Title" error={fieldErrorsOf(request.error).find(({ path }) => path === 'title')?.message}>
          <Input
            autoFocus
            required
            maxLength={120}
            autoComplete="off"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        </Field>
        <FrameworkField value={framework} onChange={setFramework} />
        <ScopeFields scope={scope} onChange={setScope} />
      </form>
    </Dialog>
  )
}
