'use client'

import { useQueryClient } from '@tanstack/react-query'
import { api, client } from '#components/data/api.ts'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Account } from '#contract/accounts.ts'
import type { Responder } from '#contract/response-settings.ts'

/** Changes how actions reach an account. The external ID is only ever written. */
export function ResponderDialog({ open, responder, account, onClose }: ResponderDialogProps) {
  const queries = useQueryClient()
  const name = account?.name ?? `account ${responder.account}`
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const text = (field: string) => String(form.get(field) ?? '').trim()
    const responderRoleArn = text('responderRoleArn') || null
    const externalId = text('responderExternalId')
    await client.responseSettings.setResponder({
      account: responder.account,
      responderRoleArn,
      // An external ID belongs to its role: without a role there is none to keep.
      ...(externalId || !responderRoleArn ? { responderExternalId: externalId || null } : {}),
      quarantineGroup: text('quarantineGroup'),
      quarantinePolicy: text('quarantinePolicy'),
      stopTopic: text('stopTopic') || null,
      stopPayload: text('stopPayload') || null,
    })
    toast({ tone: 'ok', title: `Actions reach ${name} as you said` })
    void queries.invalidateQueries({ queryKey: api.responseSettings.key() })
    void queries.invalidateQueries({ queryKey: api.response.key() })
    onClose()
  })
  const id = { autoComplete: 'off', spellCheck: false, className: 'mono' } as const
  return (
    <Dialog open={open} onOpenChange={onClose} title={`How actions reach ${name}`}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Notice tone="bad">{error}</Notice> : null}
        <Field
          label="Responder role ARN"
          hint="A role of its own that may write. Empty: no action is possible; the collecting role never writes."
          error={fieldError('responderRoleArn')}
        >
          <Input name="responderRoleArn" defaultValue={responder.responderRoleArn ?? ''} {...id} />
        </Field>
        <Field
          label="External ID"
          hint={responder.hasExternalId ? 'One is kept. Empty: keep it.' : 'As the role’s trust policy demands it.'}
          error={fieldError('responderExternalId')}
        >
          <Input name="responderExternalId" {...id} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Quarantine group" error={fieldError('quarantineGroup')}>
            <Input name="quarantineGroup" required defaultValue={responder.quarantineGroup} {...id} />
          </Field>
          <Field label="Quarantine policy" error={fieldError('quarantinePolicy')}>
            <Input name="quarantinePolicy" required defaultValue={responder.quarantinePolicy} {...id} />
          </Field>
        </div>
        <Field
          label="Stop topic"
          hint="Where a device listens for a request to stop. {thing} and {client} stand for its names. Empty: devices are not asked."
          error={fieldError('stopTopic')}
        >
          <Input name="stopTopic" maxLength={256} defaultValue={responder.stopTopic ?? ''} {...id} />
        </Field>
        <Field label="Stop payload" hint="Sent as it is written here" error={fieldError('stopPayload')}>
          <Input name="stopPayload" maxLength={8192} defaultValue={responder.stopPayload ?? ''} {...id} />
        </Field>
        <Button type="submit" variant="primary" busy={busy}>
          Save
        </Button>
      </form>
    </Dialog>
  )
}
type ResponderDialogProps = { open: boolean; responder: Responder; account: Account | undefined; onClose: () => void }
