import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ownPath } from '#app/own-path.ts'
import { newPasswordPage, setupNeeded, visitor } from '#app/session.ts'
import { DemoAccounts } from '#components/people/demo-accounts.tsx'
import { SignInForm } from '#components/people/sign-in-form.tsx'
import { Stage } from '#components/shell/stage.tsx'
import { links } from '#contract/links.ts'
import { demoPassword, demoPeople } from '#server/accounts/demo.ts'
import { env } from '#server/platform/env.ts'

export const metadata: Metadata = { title: 'Sign in' }

/** Where strangers are sent; the signed-in go on to where they were headed. */
export default async function Page({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = ownPath((await searchParams).next)
  const who = await visitor()
  if (who) redirect(who === 'owes-password' ? newPasswordPage(next) : next)
  if (await setupNeeded()) redirect(links.setup())
  return (
    <Stage title="Sign in">
      <SignInForm next={next} />
      {env().FLEETWARDEN_AWS === 'simulated' ? (
        <DemoAccounts
          people={demoPeople.map(({ role, email }) => ({ role, email }))}
          password={demoPassword}
          next={next}
        />
      ) : null}
    </Stage>
  )
}
