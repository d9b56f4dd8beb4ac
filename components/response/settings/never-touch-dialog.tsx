'use client'

import { useState } from 'react'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { toast } from '#components/ui/toast.ts'
import type { NeverTouchRule } from '#contract/response-settings.ts'
import { coveredBy, ruleKey } from './never-touch-words.ts'
import { useChangeGuards } from './use-guards.ts'

const kinds = [
  { value: 'name', label: 'Name' },
  { value: 'group', label: 'Thing group' },
  { value: 'attribute', label: 'Attribute' },
] as const
type Kind = NeverTouchRule['by']

/** Adds a rule to the never-touch list, with the reason that whoever meets it will read. */
export function NeverTouchDialog({ open, taken, onClose }: NeverTouchDialogProps) {
  const [by, setBy] = useState<Kind>('name')
  const change = useChangeGuards()
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const rule = ruleFrom(by, form)
    if (taken.some((one) => ruleKey(one) === ruleKey(rule)))
      throw new Error('There is a rule for exactly this already.')
    await change.mutateAsync((inForce) => ({ ...inForce, neverTouch: [...inForce.neverTouch, rule] }))
    toast({ tone: 'ok', title: `${coveredBy(rule)} is never touched` })
    onClose()
  })
  // The server names what it did not accept by its place in the list, which is the last.
  const complaint = (name: string) => fieldError(`neverTouch.${taken.length}.${name}`)
  return (
    <Dialog open={open} onOpenChange={onClose} title="Never touch" size="sm">
      <form onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Notice tone="bad">{error}</Notice> : null}
        <div>
          <Segmented label="Covers devices by" name="by" value={by} options={kinds} onChange={setBy} />
        </div>
        {by === 'name' ? (
          <Field label="Thing name" hint="* stands for any characters, ? for one: gw-*" error={complaint('pattern')}>
            <Input name="pattern" required maxLength={128} autoComplete="off" spellCheck={false} className="mono" />
          </Field>
        ) : by === 'group' ? (
          <Field
            label="Thing group"
            hint="Its members and those of the groups in it, in every account"
            error={complaint('group')}
          >
            <Input name="group" required maxLength={128} autoComplete="off" spellCheck={false} className="mono" />
          </Field>
        ) : (
          <div className="grid grid-cols-2 gap-3">
            <Field label="Attribute" error={complaint('name')}>
              <Input name="name" required maxLength={128} autoComplete="off" spellCheck={false} className="mono" />
            </Field>
            <Field label="Value" error={complaint('value')}>
              <Input name="value" maxLength={800} autoComplete="off" spellCheck={false} className="mono" />
            </Field>
          </div>
        )}
        <Field label="Why" hint="Shown to whoever is kept from acting on it" error={complaint('why')}>
          <Input name="why" required minLength={3} maxLength={200} autoComplete="off" />
        </Field>
        <Button type="submit" variant="primary" busy={busy}>
          Add rule
        </Button>
      </form>
    </Dialog>
  )
}
type NeverTouchDialogProps = { open: boolean; taken: readonly NeverTouchRule[]; onClose: () => void }

function ruleFrom(by: Kind, form: FormData): NeverTouchRule {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const why = text('why')
  if (by === 'name') return { by, pattern: text('pattern'), why }
  return by === 'group' ? { by, group: text('group'), why } : { by, name: text('name'), value: text('value'), why }
}
