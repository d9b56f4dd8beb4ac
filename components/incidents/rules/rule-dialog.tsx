'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, client } from '#components/data/api.ts'
import { CheckboxGroup } from '#components/notifications/checkbox-group.tsx'
import { RemoveButton } from '#components/notifications/remove-button.tsx'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Account } from '#contract/accounts.ts'
import type { IncidentRule } from '#contract/incident-rules.ts'
import type { Severity } from '#contract/incidents.ts'
import { severityWords } from '../words.ts'
import { RulePreview } from './rule-preview.tsx'

const severities = (Object.keys(severityWords) as Severity[]).map((value) => ({ value, label: severityWords[value] }))
const everyAccount = 'all'

/** Adds a rule about findings or changes one. What it is changed over meanwhile is refused, with who did that. */
export function RuleDialog({ rule, accounts, onClose }: RuleDialogProps) {
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Draft>()
  const groups = useQuery({ ...api.findings.checks.queryOptions({ input: {} }), staleTime: 60_000 })
  const done = (title: string) => {
    toast({ tone: 'ok', title })
    void queries.invalidateQueries({ queryKey: api.incidentRules.key() })
    onClose()
  }
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const saved = ruleIn(form)
    await client.incidentRules.save({ ...saved, ...(rule ? { id: rule.id, version: rule.version } : {}) })
    done(rule ? `${saved.name} is changed` : `${saved.name} is added`)
  })
  const known = new Map((groups.data ?? []).map(({ check, title }) => [check, title]))
  for (const check of rule?.checks ?? []) if (!known.has(check)) known.set(check, check)
  const checks = [...known]
    .map(([value, label]) => ({ value, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={rule ? `Change ${rule.name}` : 'Add an incident rule'}
      description="Findings that are open already stay as they are: link them by hand."
    >
      <form
        ref={(form) => {
          // What stands in the fields to begin with is looked at, too.
          if (form && !draft) setDraft(ruleIn(new FormData(form)))
        }}
        onSubmit={submit}
        onChange={(event) => setDraft(ruleIn(new FormData(event.currentTarget)))}
        className="flex flex-col gap-4"
      >
        {error ? <Notice tone="bad">Nothing was changed. {error}</Notice> : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" error={fieldError('name')}>
            <Input name="name" required maxLength={60} defaultValue={rule?.name} autoFocus autoComplete="off" />
          </Field>
          <Field label="Findings of at least" error={fieldError('minSeverity')}>
            <Select name="minSeverity" defaultValue={rule?.minSeverity ?? 'high'} options={severities} />
          </Field>
        </div>
        {checks.length > 0 ? (
          <div className="max-h-48 overflow-y-auto rounded-md border border-line p-2">
            <CheckboxGroup
              label="Of these checks (none: every check)"
              name="checks"
              options={checks}
              chosen={rule?.checks ?? []}
            />
          </div>
        ) : (
          <p className="text-muted">
            {groups.isPending ? 'Reading the checks…' : 'Its checks stay as they are: they could not be read.'}
          </p>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="About things of type"
            hint="Names with commas between; none: whatever is concerned."
            error={fieldError('types')}
          >
            <Input name="types" defaultValue={rule?.types.join(', ')} autoComplete="off" />
          </Field>
          <Field label="or in a thing group" hint="Names with commas between." error={fieldError('groups')}>
            <Input name="groups" defaultValue={rule?.groups.join(', ')} autoComplete="off" />
          </Field>
          <Field label="Account">
            <Select
              name="account"
              defaultValue={String(rule?.account ?? everyAccount)}
              options={[
                { value: everyAccount, label: 'Every account' },
                ...accounts.map(({ id, name }) => ({ value: String(id), label: name })),
              ]}
            />
          </Field>
          <Field
            label="Most incidents an hour"
            hint="What is more becomes one incident for each check."
            error={fieldError('mostPerHour')}
          >
            <Input
              name="mostPerHour"
              type="number"
              min={1}
              max={100}
              step={1}
              required
              defaultValue={rule?.mostPerHour ?? 5}
            />
          </Field>
        </div>
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <Checkbox name="opens" defaultChecked={rule?.opens ?? true}>
            Opens an incident where none is open
          </Checkbox>
          <Checkbox name="enabled" defaultChecked={rule?.enabled ?? true}>
            In force
          </Checkbox>
        </div>
        {draft ? <RulePreview draft={draft} id={rule?.id} accounts={accounts} /> : null}
        <Field label="Why" hint="Kept in the trail with your name and what was set before.">
          <TextArea name="why" rows={2} minLength={3} maxLength={4000} required />
        </Field>
        <div className="flex flex-wrap justify-between gap-2">
          {rule ? (
            <RemoveButton
              what={rule.name}
              remove={async () => {
                await client.incidentRules.remove({ id: rule.id })
                done(`${rule.name} is removed`)
              }}
            />
          ) : null}
          <Button type="submit" variant="primary" busy={busy} className="ml-auto">
            {rule ? 'Save' : 'Add rule'}
          </Button>
        </div>
      </form>
    </Dialog>
  )

  /** The rule that a form says. Checks that are not listed, as nothing lists them yet, stay. */
  function ruleIn(form: FormData): Draft {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const names = (name: string) => [
      ...new Set(
        text(name)
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      ),
    ]
    const account = text('account')
    return {
      name: text('name'),
      enabled: form.has('enabled'),
      account: account === everyAccount ? null : Number(account),
      checks: checks.length > 0 ? form.getAll('checks').map(String) : (rule?.checks ?? []),
      minSeverity: text('minSeverity') as Severity,
      types: names('types'),
      groups: names('groups'),
      opens: form.has('opens'),
      mostPerHour: Number(text('mostPerHour')),
      why: text('why'),
    }
  }
}
type Draft = Omit<Parameters<typeof client.incidentRules.save>[0], 'id' | 'version'>
type RuleDialogProps = { rule: IncidentRule | null; accounts: readonly Account[]; onClose: () => void }
