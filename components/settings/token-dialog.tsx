'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, client } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select } from '#components/ui/input.tsx'
import { type Role, roleAllows, roles } from '#contract/roles.ts'

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '366', label: '1 year' },
  { value: '', label: 'No expiry' },
]

/** Creates a token and shows its secret, once. */
export function TokenDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const queries = useQueryClient()
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => {
    onClose()
    setSecret(null)
  }
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const days = String(form.get('days'))
    const created = await client.apiTokens.create({
      name: String(form.get('name')),
      role: form.get('role') as Role,
      expiresInDays: days ? Number(days) : null,
    })
    setSecret(created.secret)
    void queries.invalidateQueries({ queryKey: api.apiTokens.key() })
  })
  const mine = useMe()?.role ?? 'viewer'
  const offered = roles.filter((role) => roleAllows(mine, role)).map((role) => ({ value: role, label: role }))
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={secret ? 'Your new token' : 'Create an API token'}
      size="sm"
      keeps={secret !== null}
    >
      {secret ? (
        <div className="flex flex-col gap-4">
          <p>Copy it now. Only a fingerprint of it is kept, so it cannot be shown again.</p>
          <p className="mono rounded-md bg-sunken p-3 break-all">{secret}</p>
          <div className="flex justify-between">
            <CopyButton text={secret} what="token">
              Copy token
            </CopyButton>
            <Button variant="primary" onClick={close}>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          {error ? <Notice tone="bad">{error}</Notice> : null}
          <Field label="Name" hint="What will use it." error={fieldError('name')}>
            <Input name="name" required maxLength={80} autoFocus autoComplete="off" />
          </Field>
          <Field label="Role" hint="Never more than yours, now or later." error={fieldError('role')}>
            <Select name="role" options={offered} defaultValue="viewer" />
          </Field>
          <Field label="Valid for" error={fieldError('expiresInDays')}>
            <Select name="days" options={lifetimes} defaultValue="90" />
          </Field>
          <Button type="submit" variant="primary" busy={busy}>
            Create token
          </Button>
        </form>
      )}
    </Dialog>
  )
}
