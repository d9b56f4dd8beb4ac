'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, client } from '#components/data/api.ts'
import { RemoveButton } from '#components/notifications/remove-button.tsx'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select, TextArea } from '#components/ui/input.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.ts'
import type { ReportSchedule, ReportScope } from '#contract/reports.ts'
import { FrameworkField, ScopeFields } from '../scope-fields.tsx'
import { cronInWords, rhythms } from './cron-words.ts'
import { nextRuns } from './next-runs.ts'

const ownRhythm = 'own'

/** Adds a schedule or changes one; says in words when it runs. */
export function ScheduleDialog({ schedule, onClose }: { schedule: ReportSchedule | null; onClose: () => void }) {
  const queries = useQueryClient()
  const [cron, setCron] = useState<string>(schedule?.cron ?? rhythms[0].cron)
  const [own, setOwn] = useState(!rhythms.some((one) => one.cron === cron))
  const [framework, setFramework] = useState(schedule?.framework ?? null)
  const [scope, setScope] = useState<ReportScope>(schedule?.scope ?? { accounts: [], groups: [] })
  const runs = nextRuns(cron)
  const done = (title: string) => {
    toast({ tone: 'ok', title })
    void queries.invalidateQueries({ queryKey: api.reports.key() })
    onClose()
  }
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const input = {
      title: String(form.get('title')).trim(),
      framework,
      scope,
      cron: cron.trim(),
      recipients: addressesIn(String(form.get('recipients'))),
      deliver: form.get('deliver') === 'attachment' ? ('attachment' as const) : ('link' as const),
      enabled: form.has('enabled'),
    }
    if (schedule) await client.reports.setSchedule({ id: schedule.id, ...input })
    else await client.reports.addSchedule(input)
    done(schedule ? `${input.title} is changed` : `${input.title} will be made by itself`)
  })
  return (
    <Dialog open onOpenChange={onClose} title={schedule ? 'Change a schedule' : 'Have a report made regularly'}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Notice tone="bad">{error}</Notice> : null}
        <Field label="Title" error={fieldError('title')}>
          <Input name="title" required maxLength={120} autoFocus autoComplete="off" defaultValue={schedule?.title} />
        </Field>
        <Field label="When">
          <Select
            value={own ? ownRhythm : cron}
            onChange={(event) => {
              setOwn(event.target.value === ownRhythm)
              if (event.target.value !== ownRhythm) setCron(event.target.value)
            }}
            options={[
              ...rhythms.map(({ cron: value, label }) => ({ value, label })),
              { value: ownRhythm, label: 'Another rhythm…' },
            ]}
          />
        </Field>
        {own ? (
          <Field
            label="Rhythm"
            hint="Five fields, UTC: minute, hour, day of the month, month, day of the week."
            error={'whyNot' in runs ? runs.whyNot : fieldError('cron')}
          >
            <Input
              className="mono"
              maxLength={100}
              autoComplete="off"
              spellCheck={false}
              value={cron}
              onChange={(event) => setCron(event.target.value)}
            />
          </Field>
        ) : null}
        {'at' in runs ? (
          <p className="-mt-2 text-xs text-muted">
            {cronInWords(cron)}, in UTC. Next:{' '}
            {runs.at.map((at, place) => (
              <span key={at}>
                {place > 0 ? ', ' : ''}
                <AbsoluteTime at={at} />
              </span>
            ))}
          </p>
        ) : null}
        <FrameworkField value={framework} onChange={setFramework} />
        <ScopeFields scope={scope} onChange={setScope} />
        <Field
          label="Recipients (may be left empty)"
          hint="E-mail addresses, one on each line. Mail leaves only when the worker has SMTP_URL set."
          error={fieldError('recipients') ?? fieldError('recipients.0')}
        >
          <TextArea name="recipients" rows={2} defaultValue={schedule?.recipients.join('\n')} />
        </Field>
        <Field label="They are sent" hint="A link needs a sign-in here; an attachment leaves with everything in it.">
          <Select
            name="deliver"
            defaultValue={schedule?.deliver ?? 'link'}
            options={[
              { value: 'link', label: 'A link' },
              { value: 'attachment', label: 'The PDF as an attachment' },
            ]}
          />
        </Field>
        <Switch name="enabled" defaultChecked={schedule?.enabled ?? true}>
          Make it by itself
        </Switch>
        <div className="flex flex-wrap justify-end gap-2">
          {schedule ? (
            <RemoveButton
              what="it; its reports stay"
              remove={async () => {
                await client.reports.removeSchedule({ id: schedule.id })
                done(`${schedule.title} is no longer made by itself`)
              }}
            />
          ) : null}
          <Button
            type="submit"
            variant="primary"
            busy={busy}
            disabledReason={'whyNot' in runs ? runs.whyNot : undefined}
          >
            {schedule ? 'Change schedule' : 'Add schedule'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const addressesIn = (text: string) => text.split(/[\s,;]+/).filter((address) => address !== '')
