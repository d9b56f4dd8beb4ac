'use client'

import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { client } from '#components/data/api.ts'
import { severityWords } from '#components/incidents/words.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { plural } from '#components/ui/format.ts'
import { Field, Input, Select } from '#components/ui/input.tsx'
import type { BehaviourMetric, SecurityProfile } from '#contract/behaviours.ts'
import type { Severity } from '#contract/incidents.ts'
import { type BehaviourDraft, durations, fromDraft, operatorsFor, setOf } from './profile-draft.ts'
import { metricWords } from './words.ts'

const numberLabels = { static: 'Limit', percentile: 'Percentile', baseline: 'Deviations' }

/** One behaviour of a profile: what is measured and what is normal, with what it would have found. */
export function BehaviourForm({ draft, account, targets, onChange, onRemove }: BehaviourFormProps) {
  const { metric, kind } = draft
  const set = setOf(metric)
  const preview = useMutation({
    mutationFn: () =>
      client.behaviours.previewBehaviour({ account: account ?? 1, targets, behaviour: fromDraft(draft) }),
  })
  const choose = (changed: Partial<BehaviourDraft>) => {
    const next = { ...draft, ...changed }
    const kept = setOf(next.metric) && next.kind !== 'static' ? { ...next, kind: 'static' as const } : next
    const fits = operatorsFor(kept.metric, kept.kind)
    onChange(fits.some(({ value }) => value === kept.operator) ? kept : { ...kept, operator: fits[0]?.value ?? '' })
  }
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-line px-3.5 pt-2 pb-3.5">
      <legend className="px-1 font-medium">{draft.name || 'New behaviour'}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Name">
          <Input
            required
            maxLength={128}
            value={draft.name}
            onChange={({ target }) => choose({ name: target.value })}
          />
        </Field>
        <Field label="Metric">
          <Select
            value={metric}
            onChange={({ target }) => choose({ metric: target.value as BehaviourMetric })}
            options={Object.entries(metricWords).map(([value, label]) => ({ value, label }))}
          />
        </Field>
        <Field label="Window">
          <Select
            value={String(draft.durationS)}
            onChange={({ target }) =>
              choose({ durationS: durations.find((one) => String(one) === target.value) ?? 300 })
            }
            options={durations.map((one) => ({ value: String(one), label: `${one / 60} minutes` }))}
          />
        </Field>
        <Field label="Held against">
          <Select
            value={kind}
            onChange={({ target }) => choose({ kind: target.value as BehaviourDraft['kind'] })}
            options={[
              { value: 'static', label: set ? 'A fixed set' : 'A fixed limit' },
              ...(set
                ? []
                : [
                    { value: 'percentile', label: 'A percentile of the group' },
                    { value: 'baseline', label: 'Its own habit (median and MAD)' },
                  ]),
            ]}
          />
        </Field>
        <Field label="Normal is">
          <Select
            value={draft.operator}
            onChange={({ target }) => choose({ operator: target.value })}
            options={operatorsFor(metric, kind)}
          />
        </Field>
        {set && kind === 'static' ? (
          <Field label={set === 'port' ? 'Ports' : 'Networks'} hint="Apart by commas.">
            <Input className="mono" value={draft.values} onChange={({ target }) => choose({ values: target.value })} />
          </Field>
        ) : (
          <Field label={numberLabels[kind]}>
            <Input
              type="number"
              step="any"
              required
              value={draft.number}
              onChange={({ target }) => choose({ number: target.value })}
            />
          </Field>
        )}
        <Field label="Windows in a row to alarm">
          <Input
            type="number"
            min={1}
            max={10}
            required
            value={draft.toAlarm}
            onChange={({ target }) => choose({ toAlarm: target.value })}
          />
        </Field>
        <Field label="Windows in a row to clear">
          <Input
            type="number"
            min={1}
            max={10}
            required
            value={draft.toClear}
            onChange={({ target }) => choose({ toClear: target.value })}
          />
        </Field>
        <Field label="Severity">
          <Select
            value={draft.severity}
            onChange={({ target }) => choose({ severity: target.value as Severity })}
            options={Object.entries(severityWords).map(([value, label]) => ({ value, label }))}
          />
        </Field>
      </div>
      <Checkbox checked={draft.opensIncident} onChange={({ target }) => choose({ opensIncident: target.checked })}>
        An alarm opens an incident, or joins the open one of the same client ID
      </Checkbox>
      <Checkbox checked={draft.suppressAlerts} onChange={({ target }) => choose({ suppressAlerts: target.checked })}>
        Record alarms and tell nobody
      </Checkbox>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" busy={preview.isPending} onClick={() => preview.mutate()}>
          What would it have found?
        </Button>
        <span role="status" className="min-w-0 flex-1 text-muted">
          {preview.error ? preview.error.message : null}
          {preview.data ? said(preview.data) : null}
        </span>
        <IconButton label="Remove this behaviour" icon={<Trash2 aria-hidden className="size-4" />} onClick={onRemove} />
      </div>
    </fieldset>
  )
}
type BehaviourFormProps = {
  draft: BehaviourDraft
  /** Whose facts the preview reads. */
  account: number | undefined
  targets: SecurityProfile['targets']
  onChange: (draft: BehaviourDraft) => void
  onRemove: () => void
}

function said({
  devices,
  windows,
  examples,
  why,
}: {
  devices: number
  windows: number
  examples: { device: string; value: string }[]
  why: string | null
}) {
  if (why) return `${why}: it cannot be told.`
  if (devices === 0) return `Nothing in the last ${plural(windows, 'window')}.`
  const named = examples.slice(0, 3).map(({ device, value }) => `${device} (${value})`)
  return `${plural(devices, 'device')} in the last ${plural(windows, 'window')}: ${named.join(', ')}${devices > 3 ? ' …' : ''}`
}
