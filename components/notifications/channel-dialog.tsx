'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, client } from '#components/data/api.ts'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Channel, ChannelKind } from '#contract/notifications.ts'
import { kindWords } from './kinds.ts'
import { RemoveButton } from './remove-button.tsx'

const kinds = (Object.keys(kindWords) as ChannelKind[]).map((value) => ({ value, label: kindWords[value].word }))

const mailHint = 'Mail leaves only when the worker has SMTP_URL set: press Test afterwards to see it arrive.'
const enterAgain = 'What is stored cannot be read any more: enter it again.'

/** Adds a channel or changes one. Secrets are only ever written; a webhook's address is one. */
export function ChannelDialog({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  const queries = useQueryClient()
  const [kind, setKind] = useState<ChannelKind>(channel?.kind ?? 'email')
  const done = (title: string) => {
    toast({ tone: 'ok', title })
    void queries.invalidateQueries({ queryKey: api.notifications.key() })
    onClose()
  }
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const input = {
      name: text('name'),
      enabled: form.has('enabled'),
      ...(text('to') ? { to: text('to') } : {}),
      ...(text('secret') ? { secret: text('secret') } : {}),
    }
    if (channel) await client.notifications.updateChannel({ id: channel.id, ...input })
    else await client.notifications.createChannel({ kind, ...input })
    done(channel ? `${input.name} is changed` : `${input.name} is added`)
  })
  const { to, secret } = kindWords[kind]
  const isKept = channel !== null && kind !== 'email'
  const plain = { autoComplete: 'off', spellCheck: false } as const
  return (
    <Dialog open onOpenChange={onClose} title={channel ? `Change ${channel.name}` : 'Add a channel'} size="sm">
      <form onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Notice tone="bad">{error}</Notice> : null}
        {channel ? null : (
          <Field label="Kind">
            <Select options={kinds} value={kind} onChange={(event) => setKind(event.target.value as ChannelKind)} />
          </Field>
        )}
        <Field label="Name" hint="As your rules call it" error={fieldError('name')}>
          <Input name="name" required maxLength={60} defaultValue={channel?.name} autoFocus {...plain} />
        </Field>
        {to ? (
          <Field
            label={to}
            hint={
              kind === 'email'
                ? mailHint
                : isKept
                  ? channel.to
                    ? `Set: ${channel.to}. Empty: keep it.`
                    : enterAgain
                  : undefined
            }
            error={fieldError('to')}
          >
            <Input
              key={kind}
              name="to"
              required={!isKept || !channel.readable}
              defaultValue={kind === 'email' ? channel?.to : undefined}
              {...plain}
            />
          </Field>
        ) : null}
        {secret ? (
          <Field label={secret} hint={secretHint(kind, channel)} error={fieldError('secret')}>
            <Input
              key={kind}
              name="secret"
              type="password"
              required={!channel?.readable}
              {...plain}
              autoComplete="new-password"
            />
          </Field>
        ) : null}
        <Checkbox name="enabled" defaultChecked={channel?.enabled ?? true}>
          Send messages here
        </Checkbox>
        <div className="flex flex-wrap justify-between gap-2">
          {channel ? (
            <RemoveButton
              what={`${channel.name} with its rules`}
              remove={async () => {
                await client.notifications.removeChannel({ id: channel.id })
                done(`${channel.name} is removed`)
              }}
            />
          ) : null}
          <Button type="submit" variant="primary" busy={busy} className="ml-auto">
            {channel ? 'Save' : 'Add channel'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function secretHint(kind: ChannelKind, channel: Channel | null): string {
  if (channel && !channel.readable) return enterAgain
  if (channel?.hasSecret) return `Set${channel.secretEnds ? `, ends with …${channel.secretEnds}` : ''}. Empty: keep it.`
  return kind === 'webhook' ? 'At least 16 characters. It is never shown again.' : 'It is never shown again.'
}
