'use client'

import { choosePassword, signOut } from '#components/data/sign-in.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { links } from '#contract/links.ts'
import { whyNotChosen } from './new-password.ts'
import { useSubmit } from './use-submit.ts'

/** The password of one's own in the place of one that somebody else set; afterwards the page `next`. */
export function NewPasswordForm({ next }: { next: string }) {
  const { submit, busy, error } = useSubmit(async (form) => {
    const text = (name: string) => String(form.get(name) ?? '')
    const typed = { current: text('current'), next: text('next'), again: text('again') }
    const whyNot = whyNotChosen(typed)
    if (whyNot) throw new Error(whyNot)
    await choosePassword(typed.current, typed.next)
    // A full load, so that nothing this page was refused is carried over.
    window.location.assign(next)
  })
  async function leave() {
    // Whatever came of it: the sign-in page leads back here while the session lasts.
    await signOut().catch(() => undefined)
    window.location.assign(links.signIn())
  }
  return (
    // Posted should the browser send it before our script does: a GET would put the passwords in the address.
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-muted">
        Somebody else set the password you signed in with, so two people know it. Choose one that you alone know; the
        console opens after that.
      </p>
      {error ? <Notice tone="bad">{error}</Notice> : null}
      <Field label="Temporary password">
        <Input name="current" type="password" autoComplete="current-password" required maxLength={128} autoFocus />
      </Field>
      <Field label="New password" hint="At least 12 characters, and not the temporary one.">
        <Input name="next" type="password" autoComplete="new-password" required minLength={12} maxLength={128} />
      </Field>
      <Field label="New password again">
        <Input name="again" type="password" autoComplete="new-password" required minLength={12} maxLength={128} />
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        Choose password
      </Button>
      <Button variant="ghost" size="sm" onClick={leave}>
        Sign out
      </Button>
    </form>
  )
}
