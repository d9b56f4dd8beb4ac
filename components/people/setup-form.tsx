'use client'

import { client } from '#components/data/api.ts'
import { signIn } from '#components/data/sign-in.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { links } from '#contract/links.ts'
import { useSubmit } from './use-submit.ts'

/** Claims the installation with the one-time token and signs the new admin in. */
export function SetupForm({ token }: { token: string }) {
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const text = (name: string) => String(form.get(name) ?? '')
    const email = text('email')
    const password = text('password')
    await client.setup.claim({ token: text('token').trim(), name: text('name'), email, password })
    await signIn({ email, password })
    window.location.assign(links.overview())
  })
  return (
    // Posted should the browser send it before our script does: a GET would put the password in the address.
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-muted">
        Nobody can sign in yet. The server printed a one-time token when it started; it shows that you are the one who
        runs it.
      </p>
      {error ? <Notice tone="bad">{error}</Notice> : null}
      <Field label="One-time token" error={fieldError('token')}>
        <Input
          name="token"
          defaultValue={token}
          autoComplete="off"
          spellCheck={false}
          required
          autoFocus={token === ''}
          className="mono"
        />
      </Field>
      <Field label="Your name" error={fieldError('name')}>
        <Input name="name" autoComplete="name" required maxLength={80} autoFocus={token !== ''} />
      </Field>
      <Field label="E-mail" error={fieldError('email')}>
        <Input name="email" type="email" autoComplete="username" required />
      </Field>
      <Field label="Password" hint="At least 12 characters." error={fieldError('password')}>
        <Input name="password" type="password" autoComplete="new-password" required minLength={12} maxLength={128} />
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        Create admin
      </Button>
    </form>
  )
}
