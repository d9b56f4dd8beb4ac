'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Guards } from '#contract/response-settings.ts'
import { complaintAbout, type GuardField, guardGroups } from './guard-fields.ts'
import { useChangeGuards } from './use-guards.ts'

const fields = guardGroups.flatMap((group) => group.fields)

/** The numbers that hold actions back, each with what it means for the next run. */
export function GuardsForm({ guards, whyNot }: { guards: Guards; whyNot: string | undefined }) {
  const change = useChangeGuards()
  // Only what was typed here; everything else follows what is in force.
  const [typed, setTyped] = useState<Partial<Record<GuardField['name'], string>>>({})
  const textOf = (field: GuardField) => typed[field.name] ?? asTyped(field, guards[field.name])
  const [final, setFinal] = useState<boolean>()
  const finalNeedsApproval = final ?? guards.finalNeedsApproval
  const changed = fields.filter((field) => numberIn(field, textOf(field)) !== guards[field.name])
  const unsaved = changed.length > 0 || finalNeedsApproval !== guards.finalNeedsApproval
  const wrong = fields.some((field) => complaintAbout(field, textOf(field)))
  const reset = () => {
    setTyped({})
    setFinal(undefined)
  }

  function save(event: FormEvent) {
    event.preventDefault()
    if (whyNot || wrong || !unsaved) return
    const numbers = Object.fromEntries(changed.map((field) => [field.name, numberIn(field, textOf(field))]))
    change.mutate(
      (inForce) => ({ ...inForce, ...numbers, ...(final !== undefined && { finalNeedsApproval: final }) }),
      {
        onSuccess: () => {
          reset()
          toast({ tone: 'ok', title: 'Guards changed', detail: 'They hold from the next request on.' })
        },
      },
    )
  }
  const whyNotSave = whyNot ?? (wrong ? 'A number above cannot be' : unsaved ? undefined : 'Nothing has been changed')
  return (
    <Panel title="Guards" note="They hold for everybody, and whoever asks cannot lift them">
      <form noValidate onSubmit={save} className="flex flex-col gap-6">
        {change.error ? <Notice tone="bad">Not changed. {change.error.message}</Notice> : null}
        {guardGroups.map((group) => (
          <fieldset key={group.title} className="flex min-w-0 flex-col gap-3">
            <legend className="mb-2 text-xs font-semibold text-muted">{group.title}</legend>
            <div className="grid grid-cols-1 gap-x-8 gap-y-4 md:grid-cols-2">
              {group.fields.map((field) => (
                <GuardInput
                  key={field.name}
                  field={field}
                  text={textOf(field)}
                  readOnly={whyNot !== undefined}
                  onType={(text) => setTyped({ ...typed, [field.name]: text })}
                />
              ))}
            </div>
            {group === guardGroups[0] ? (
              <div>
                <Checkbox
                  checked={finalNeedsApproval}
                  disabled={whyNot !== undefined}
                  onChange={(event) => setFinal(event.target.checked)}
                >
                  Revoking a single certificate needs a second person, too
                </Checkbox>
                <p className="mt-1 text-xs text-muted">
                  {finalNeedsApproval
                    ? 'AWS never lets a revoked certificate change its status again: nobody revokes one on their own word.'
                    : 'One person may revoke one certificate an hour, for ever; several always need a second person.'}
                </p>
              </div>
            ) : null}
          </fieldset>
        ))}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" busy={change.isPending} disabledReason={whyNotSave}>
            Save guards
          </Button>
          {unsaved ? (
            <>
              <Button variant="ghost" onClick={reset}>
                Discard
              </Button>
              <span role="status" className="text-xs text-attention">
                Not saved yet
              </span>
            </>
          ) : null}
        </div>
      </form>
    </Panel>
  )
}

function GuardInput({ field, text, readOnly, onType }: GuardInputProps) {
  const complaint = complaintAbout(field, text)
  return (
    <Field
      label={`${field.label} (${field.unit})`}
      hint={complaint ? undefined : field.means(numberIn(field, text))}
      error={complaint}
    >
      <Input
        type="number"
        inputMode="decimal"
        name={field.name}
        min={field.min}
        max={field.max}
        step={field.step ?? 1}
        value={text}
        readOnly={readOnly}
        onChange={(event) => onType(event.target.value)}
        className="max-w-32"
      />
    </Field>
  )
}
type GuardInputProps = { field: GuardField; text: string; readOnly: boolean; onType: (text: string) => void }

// Shares are typed as percent: rounded, because 0.07 × 100 is not 7 to a computer.
const asTyped = ({ scale = 1 }: GuardField, value: number) => String(Number((value * scale).toFixed(4)))
const numberIn = ({ scale = 1 }: GuardField, text: string) => Number((Number(text) / scale).toFixed(6))
