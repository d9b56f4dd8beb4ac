'use client'

import { useQueryClient } from '@tanstack/react-query'
import { api, client } from '#components/data/api.ts'
import { causeWords } from '#components/incidents/words.ts'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Account } from '#contract/accounts.ts'
import type { Cause, Severity } from '#contract/incidents.ts'
import type { Channel, NotificationRule } from '#contract/notifications.ts'
import { CheckboxGroup } from './checkbox-group.tsx'
import { RemoveButton } from './remove-button.tsx'
import { abouts, aboutWords, severityWords } from './words.ts'

const severities = (Object.keys(severityWords) as Severity[]).map((value) => ({ value, label: severityWords[value] }))
const aboutOptions = abouts.map((value) => ({
  value,
  label: capital(aboutWords[value].word),
  hint: aboutWords[value].meaning,
}))
const causeOptions = (Object.keys(causeWords) as Cause[]).map((value) => ({ value, label: causeWords[value].word }))

/** Adds a rule or changes one. */
export function RuleDialog({ rule, channels, accounts, onClose }: RuleDialogProps) {
  const queries = useQueryClient()
  const done = (title: string) => {
    toast({ tone: 'ok', title })
    void queries.invalidateQueries({ queryKey: api.notifications.key() })
    onClose()
  }
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const saved = ruleIn(form)
    await client.notifications.saveRule({ ...saved, ...(rule?.id ? { id: rule.id } : {}) })
    done(rule ? `${saved.name} is changed` : `${saved.name} is added`)
  })
  return (
    <Dialog open onOpenChange={onClose} title={rule ? `Change ${rule.name}` : 'Add a rule'}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Notice tone="bad">{error}</Notice> : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" error={fieldError('name')}>
            <Input name="name" required maxLength={60} defaultValue={rule?.name} autoFocus autoComplete="off" />
          </Field>
          <Field label="Send to" error={fieldError('channel')}>
            <Select
              name="channel"
              defaultValue={rule?.channel}
              options={channels.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Field>
        </div>
        <CheckboxGroup
          label="About"
          name="about"
          options={aboutOptions}
          chosen={rule?.about ?? ['incident', 'finding', 'run', 'feed', 'trail']}
        />
        <Field label="Severity" hint="Mentions are sent whatever it is." error={fieldError('minSeverity')}>
          <Select name="minSeverity" defaultValue={rule?.minSeverity ?? 'high'} options={severities} />
        </Field>
        <CheckboxGroup
          label="Causes of incidents (none: all)"
          name="causes"
          options={causeOptions}
          chosen={rule?.causes ?? []}
        />
        {accounts.length > 1 || rule?.accounts.length ? (
          <CheckboxGroup
            label="Accounts (none: all)"
            name="accounts"
            options={accounts.map(({ id, name }) => ({ value: String(id), label: name }))}
            chosen={rule?.accounts.map(String) ?? []}
          />
        ) : null}
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label="Group for (minutes)" hint="0: each at once" error={fieldError('groupMinutes')}>
            <Input
              name="groupMinutes"
              type="number"
              min={0}
              max={1440}
              required
              defaultValue={rule?.groupMinutes ?? 5}
            />
          </Field>
          <Field label="Quiet from (UTC)" hint="Critical comes through" error={fieldError('quietFrom')}>
            <Input name="quietFrom" type="time" defaultValue={rule?.quietFrom ?? ''} />
          </Field>
          <Field label="Quiet until (UTC)" hint="The rest comes then" error={fieldError('quietTo')}>
            <Input name="quietTo" type="time" defaultValue={rule?.quietTo ?? ''} />
          </Field>
        </div>
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <Checkbox name="drills" defaultChecked={rule?.drills ?? false}>
            Exercises too
          </Checkbox>
          <Checkbox name="enabled" defaultChecked={rule?.enabled ?? true}>
            In force
          </Checkbox>
        </div>
        <div className="flex flex-wrap justify-between gap-2">
          {rule?.id ? (
            <RemoveButton
              what={rule.name}
              remove={async () => {
                await client.notifications.removeRule({ id: rule.id ?? '' })
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
}
type RuleDialogProps = {
  rule: NotificationRule | null
  channels: readonly Channel[]
  accounts: readonly Account[]
  onClose: () => void
}

/** The rule that a form says; a field that is not there is empty. */
function ruleIn(form: FormData): NotificationRule {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const all = (name: string) => form.getAll(name).map(String)
  return {
    channel: text('channel'),
    name: text('name'),
    about: all('about') as NotificationRule['about'],
    minSeverity: text('minSeverity') as Severity,
    causes: all('causes') as Cause[],
    accounts: all('accounts').map(Number),
    drills: form.has('drills'),
    groupMinutes: Number(text('groupMinutes')),
    quietFrom: text('quietFrom') || null,
    quietTo: text('quietTo') || null,
    enabled: form.has('enabled'),
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
