import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import { requirePerson, serverApi } from '#app/session.ts'
import { QueryProvider } from '#components/data/query-provider.tsx'
import { Console } from '#components/shell/console.tsx'

/** Every page of the console stands inside the shell; strangers are sent to sign in first. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const path = (await headers()).get('x-path') ?? undefined
  const person = await requirePerson(path)
  const [accounts, kept, account] = await Promise.all([
    (await serverApi()).accounts.list(),
    readAccount(),
    readAccount(Promise.resolve(Object.fromEntries(new URLSearchParams(path?.split('?')[1])))),
  ])
  const chosen = accounts.some(({ id }) => id === kept) ? kept : undefined
  const scope = account === kept ? chosen : account
  return (
    <QueryProvider>
      {/* The shell asks before any page does: what it finds here, no page waits for or asks again. */}
      <Prefetch
        frame
        queries={(api) => [api.sync.feeds.queryOptions({ input: scope === undefined ? {} : { account: scope } })]}
      >
        <Console person={person} accounts={accounts} chosen={chosen}>
          {children}
        </Console>
      </Prefetch>
    </QueryProvider>
  )
}
