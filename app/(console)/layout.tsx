import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { readAccount } from '#app/read-list.ts'
import { requirePerson, serverApi } from '#app/session.ts'
import { Console } from '#components/shell/console.tsx'

/** Every page of the console stands inside the shell; strangers are sent to sign in first. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson((await headers()).get('x-path') ?? undefined)
  const [accounts, chosen] = await Promise.all([(await serverApi()).accounts.list(), readAccount()])
  return (
    <Console person={person} accounts={accounts} chosen={accounts.some(({ id }) => id === chosen) ? chosen : undefined}>
      {children}
    </Console>
  )
}
