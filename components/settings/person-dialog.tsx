'use client'

import { useQueryClient } from '@tanstack/react-query'
import { api, client } from '#components/data/api.ts'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import { type Role, roles } from '#contract/roles.ts'
import { TemporaryPasswordField } from './temporary-password-field.tsx'

/** Adds a person with a first password, which is temporary: they choose their own at the first sign-in. */
export function PersonDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const queries = useQueryClient()
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const text = (name: string) => String(form.get(name))
    const person = await client.people.create({
      name: text('name'),
      email: text('email'),
      role: text('role') as Role,
      password: text('password'),
    })
    toast({ tone: 'ok', title: `${person.name} may sign in` })
    void queries.invalidateQueries({ queryKey: api.people.key() })
    onClose()
  })
  return (
    <Dialog open={open} onOpenChange={onClose} title="Add a person" size="sm">
      <form onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Notice tone="bad">{error}</Notice> : null}
        <Field label="Name" error={fieldError('name')}>
          <Input name="name" required maxLength={80} autoFocus autoComplete="off" />
        </Field>
        <Field label="E-mail" error={fieldError('email')}>
          <Input name="email" type="email" required autoComplete="off" />
        </Field>
        <Field
          label="Role"
          hint="Viewers look, responders act on devices, approvers also approve plans, admins also manage people and settings."
          error={fieldError('role')}
        >
          <Select name="role" defaultValue="viewer" options={roles.map((role) => ({ value: role, label: role }))} />
        </Field>
        <TemporaryPasswordField label="First password" error={fieldError('password')} />
        <Button type="submit" variant="primary" busy={busy}>
          Add person
        </Button>
      </form>
    </Dialog>
  )
}
