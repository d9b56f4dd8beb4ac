'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { severityWords } from '#components/incidents/words.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select, TextArea } from '#components/ui/input.tsx'
import { Link } from '#components/ui/link.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { toast } from '#components/ui/toast.ts'
import type { CheckSettings } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'

const shortestReason = 3
const asItSays = 'check'
const severities = Object.keys(severityWords) as Severity[]

type Exception = { key: number; by: 'type' | 'group'; name: string; parameter: string; value: string }

/** Sets one check: on or off, its severity, its numbers, and other numbers for things of a type or group. */
export function CheckDialog({ settings, onClose }: { settings: CheckSettings; onClose: () => void }) {
  const form = useId()
  const queries = useQueryClient()
  const [enabled, setEnabled] = useState(settings.enabled)
  const [severity, setSeverity] = useState<string>(settings.severity ?? asItSays)
  const [numbers, setNumbers] = useState(() =>
    Object.fromEntries(settings.parameters.map(({ name, value }) => [name, String(value)])),
  )
  const [exceptions, setExceptions] = useState(() => exceptionsOf(settings))
  const [why, setWhy] = useState('')
  const save = useMutation(
    api.findings.setCheck.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: 'The check is set', detail: 'All it looks at is judged again.' })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.findings.key() }),
    }),
  )
  const whyNot = why.trim().length < shortestReason ? 'Say why in a few words first' : undefined
  const change = (key: number, changed: Partial<Exception>) =>
    setExceptions((all) => all.map((one) => (one.key === key ? { ...one, ...changed } : one)))
  function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || save.isPending) return
    const named = exceptions.filter(({ name }) => name.trim() !== '')
    save.mutate({
      check: settings.check,
      version: settings.version,
      enabled,
      severity: severities.find((one) => one === severity) ?? null,
      parameters: Object.fromEntries(Object.entries(numbers).map(([name, text]) => [name, Number(text)])),
      perType: named
        .filter(({ by }) => by === 'type')
        .map(({ name, parameter, value }) => ({ type: name.trim(), parameter, value: Number(value) })),
      perGroup: named
        .filter(({ by }) => by === 'group')
        .map(({ name, parameter, value }) => ({ group: name.trim(), parameter, value: Number(value) })),
      why: why.trim(),
    })
  }
  const [first] = settings.parameters
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={settings.title}
      description={settings.why}
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabledReason={whyNot}>
            Set check
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error ? <Notice tone="bad">Nothing was changed. {save.error.message}</Notice> : null}
        <Switch checked={enabled} onChange={(event) => setEnabled(event.target.checked)}>
          Judge it. When off, its answer is “not evaluated”, and what it found is resolved by nobody.
        </Switch>
        <Field label="Severity">
          <Select
            value={severity}
            onChange={(event) => setSeverity(event.target.value)}
            options={[
              { value: asItSays, label: 'As the check says' },
              ...severities.map((value) => ({ value, label: severityWords[value] })),
            ]}
          />
        </Field>
        {settings.numbersAt ? (
          <p className="text-muted">
            From when on a deployment counts as stalled or failing is set under{' '}
            <Link href={settings.numbersAt} className="text-accent hover:underline">
              thresholds of deployments
            </Link>
            , by type where that differs.
          </p>
        ) : null}
        {settings.parameters.map(({ name, label, unit, min, max, default: usual }) => (
          <Field key={name} label={`${label} (${unit})`} hint={`Between ${min} and ${max}; by default ${usual}.`}>
            <Input
              type="number"
              min={min}
              max={max}
              step={1}
              required
              className="max-w-40"
              value={numbers[name] ?? ''}
              onChange={(event) => setNumbers({ ...numbers, [name]: event.target.value })}
            />
          </Field>
        ))}
        {first ? (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 font-medium">Other numbers for some things</legend>
            {exceptions.map(({ key, by, name, parameter, value }) => (
              <div key={key} className="flex flex-wrap items-center gap-2">
                <Select
                  aria-label="By"
                  value={by}
                  onChange={(event) => change(key, { by: event.target.value === 'group' ? 'group' : 'type' })}
                  options={[
                    { value: 'type', label: 'Thing type' },
                    { value: 'group', label: 'Thing group' },
                  ]}
                />
                <Input
                  aria-label="Its name"
                  className="max-w-44"
                  maxLength={128}
                  value={name}
                  onChange={(event) => change(key, { name: event.target.value })}
                />
                <Select
                  aria-label="Number"
                  value={parameter}
                  onChange={(event) => change(key, { parameter: event.target.value })}
                  options={settings.parameters.map((one) => ({ value: one.name, label: one.label }))}
                />
                <Input
                  aria-label="Value"
                  type="number"
                  step={1}
                  className="max-w-28"
                  value={value}
                  onChange={(event) => change(key, { value: event.target.value })}
                />
                <IconButton
                  size="sm"
                  label="Remove"
                  icon={<Trash2 aria-hidden className="size-3.5" />}
                  onClick={() => setExceptions((all) => all.filter((one) => one.key !== key))}
                />
              </div>
            ))}
            <div>
              <Button
                size="sm"
                icon={<Plus aria-hidden className="size-3.5" />}
                onClick={() =>
                  setExceptions((all) => [
                    ...all,
                    {
                      key: Math.max(0, ...all.map((one) => one.key)) + 1,
                      by: 'type',
                      name: '',
                      parameter: first.name,
                      value: String(first.value),
                    },
                  ])
                }
              >
                Add
              </Button>
            </div>
          </fieldset>
        ) : null}
        <Field label="Why" hint="Kept in the trail with your name and what was set before.">
          <TextArea rows={2} maxLength={4000} required value={why} onChange={(event) => setWhy(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}

function exceptionsOf({ perType, perGroup }: CheckSettings): Exception[] {
  return [
    ...perType.map(({ type, parameter, value }) => ({
      by: 'type' as const,
      name: type,
      parameter,
      value: String(value),
    })),
    ...perGroup.map(({ group, parameter, value }) => ({
      by: 'group' as const,
      name: group,
      parameter,
      value: String(value),
    })),
  ].map((one, key) => ({ key, ...one }))
}
