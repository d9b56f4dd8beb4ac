import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ownPath } from '#app/own-path.ts'
import { visitor } from '#app/session.ts'
import { NewPasswordForm } from '#components/people/new-password-form.tsx'
import { Stage } from '#components/shell/stage.tsx'
import { links } from '#contract/links.ts'

export const metadata: Metadata = { title: 'Choose your password' }

/** All that whoever signed in with a temporary password sees until they have chosen their own. */
export default async function Page({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = ownPath((await searchParams).next)
  const who = await visitor()
  if (!who) redirect(links.signIn(next))
  if (who !== 'owes-password') redirect(next)
  return (
    <Stage title="Choose your password">
      <NewPasswordForm next={next} />
    </Stage>
  )
}
