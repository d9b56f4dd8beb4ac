'use client'

import { changePassword } from '#components/data/sign-in.ts'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { toast } from '#components/ui/toast.ts'

/** A new password; every other session is signed out with it. */
export function PasswordPanel() {
  const { submit, busy, error } = useSubmit(async (form, element) => {
    await changePassword(String(form.get('current')), String(form.get('next')))
    element.reset()
    toast({ tone: 'ok', title: 'Password changed', detail: 'Every other session was signed out.' })
  })
  return (
    <Panel title="Password">
      {/* Posted should the browser send it before our script does: a GET would put the passwords in the address. */}
      <form method="post" onSubmit={submit} className="flex max-w-sm flex-col gap-4">
        {error ? <Notice tone="bad">{error}</Notice> : null}
        <Field label="Current password">
          <Input name="current" type="password" autoComplete="current-password" required />
        </Field>
        <Field label="New password" hint="At least 12 characters. Every other session is signed out.">
          <Input name="next" type="password" autoComplete="new-password" required minLength={12} maxLength={128} />
        </Field>
        <div>
          <Button type="submit" busy={busy}>
            Change password
          </Button>
        </div>
      </form>
    </Panel>
  )
}
