'use client'

import type { ReactNode } from 'react'
import { useFeeds } from '#components/data/list/use-feed.tsx'
import { ScopeProvider, useAccount } from '#components/data/scope.tsx'
import { toast } from '#components/ui/toast.ts'
import { useLater } from '#components/ui/use-later.ts'
import { useNow } from '#components/ui/use-now.ts'
import type { Account } from '#contract/accounts.ts'
import { links } from '#contract/links.ts'
import type { Person } from '#contract/people.ts'
import type { Feed } from '#contract/sync.ts'
import { AppShell } from './app-shell.tsx'
import { everyAccount, type ShellFreshness } from './shell-data.ts'

/** The shell with real data around every page: who, where, how fresh, and what a search finds. */
export function Console({ person, accounts, chosen, children }: ConsoleProps) {
  return (
    <ScopeProvider account={chosen}>
      <Live />
      <Acting />
      <Shell person={person} accounts={accounts}>
        {children}
      </Shell>
    </ScopeProvider>
  )
}
type ConsoleProps = {
  person: Person
  accounts: readonly Account[]
  /** The account chosen in the top bar, from its cookie. */
  chosen: number | undefined
  children: ReactNode
}

const liveUpdates = () => import('#components/data/live-updates.tsx')

function Live() {
  const loaded = useLater(liveUpdates)
  return loaded ? <loaded.LiveUpdates /> : null
}

const actHost = () => import('#components/response/act/act-host.tsx')

function Acting() {
  const loaded = useLater(actHost)
  return loaded ? <loaded.ActHost /> : null
}

function Shell({ person, accounts, children }: Omit<ConsoleProps, 'chosen'>) {
  const account = useAccount()
  const now = useNow()
  const feeds = useFeeds()
  const only = accounts.length === 1 ? accounts[0]?.id : undefined
  const shown = account ?? only
  return (
    <AppShell
      person={person}
      accounts={accounts.map((one) => ({ ...one, id: String(one.id) }))}
      scope={shown === undefined ? everyAccount : String(shown)}
      freshness={feeds.data ? overall(feeds.data, now) : undefined}
      onSearch={find}
      onSignOut={leave}
    >
      {children}
    </AppShell>
  )
}

// The palette says so when it cannot be loaded.
const find = async (q: string) => (await import('./find.ts')).find(q)

async function leave() {
  try {
    const { signOut } = await import('#components/data/sign-in.ts')
    await signOut()
    window.location.assign(links.signIn())
  } catch (error) {
    toast({ tone: 'bad', title: 'You are still signed in', detail: error instanceof Error ? error.message : undefined })
  }
}

// Feeds keep different paces, so the one furthest behind its own pace speaks for all; those AWS denies say so elsewhere.
function overall(feeds: readonly Feed[], nowMs: number): ShellFreshness | undefined {
  const able = feeds.filter((feed) => feed.state !== 'not-permitted' && feed.state !== 'unavailable')
  const behind = (feed: Feed) =>
    feed.lastSuccessAt ? (nowMs - Date.parse(feed.lastSuccessAt)) / feed.everyS : Number.POSITIVE_INFINITY
  const worst = [...able].sort((a, b) => behind(b) - behind(a))[0]
  if (!worst) return undefined
  return {
    at: worst.lastSuccessAt,
    staleAfterMs: 3 * worst.everyS * 1000,
    running: able.some((feed) => feed.running),
  }
}
