import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { setupNeeded } from '#app/session.ts'
import { SetupForm } from '#components/people/setup-form.tsx'
import { Stage } from '#components/shell/stage.tsx'
import { links } from '#contract/links.ts'

export const metadata: Metadata = { title: 'Set up' }

/** The first page of a new installation; once there is an admin it leads to the sign-in. */
export default async function Page({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  if (!(await setupNeeded())) redirect(links.signIn())
  const { token } = await searchParams
  return (
    <Stage title="Create the first admin">
      <SetupForm token={typeof token === 'string' ? token : ''} />
    </Stage>
  )
}
