'use client'

import { Monitor, Moon, Search, Sun } from 'lucide-react'
import { IconButton } from '#components/ui/button.tsx'
import { commandKey } from '#components/ui/keyboard.ts'
import { Link } from '#components/ui/link.tsx'
import { usePreferences } from '#components/ui/preferences-provider.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import { Age } from '#components/ui/time.tsx'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { Logo } from './logo.tsx'
import { ScopeSelect } from './scope-select.tsx'
import type { ShellAccount, ShellFreshness, ShellPerson } from './shell-data.ts'
import { UserMenu } from './user-menu.tsx'

/** Where we look, how to find something, how old it is, and who is asking. */
export function TopBar({ person, accounts, scope, freshness, onPalette, onSheet, onSignOut }: TopBarProps) {
  const hydrated = useHydrated()
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-surface px-4 md:px-6 print:hidden">
      <Link href="/" aria-label="Fleetwarden, overview" className="md:hidden">
        <Logo className="size-6" />
      </Link>
      {accounts.length > 0 ? <ScopeSelect accounts={accounts} scope={scope} /> : null}
      <button
        type="button"
        onClick={onPalette}
        aria-keyshortcuts="Meta+K Control+K"
        className="ml-auto flex h-8 items-center gap-2 rounded-md border border-edge/60 px-2.5 text-muted hover:border-edge md:mr-auto md:ml-2 md:w-72"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left max-md:sr-only">Search or jump to</span>
        <kbd aria-hidden className="mono text-faint max-md:hidden">
          {hydrated ? `${commandKey()} K` : null}
        </kbd>
      </button>
      {freshness ? <FreshnessLink {...freshness} /> : null}
      <span className="max-sm:hidden">
        <ThemeButton />
      </span>
      <UserMenu person={person} onSheet={onSheet} onSignOut={onSignOut} />
    </header>
  )
}
type TopBarProps = {
  person: ShellPerson | undefined
  accounts: readonly ShellAccount[]
  scope: string | undefined
  freshness: ShellFreshness | undefined
  onPalette: () => void
  onSheet: () => void
  onSignOut: (() => void) | undefined
}

function FreshnessLink({ at, staleAfterMs, running }: ShellFreshness) {
  return (
    <Link href="/sync" className="flex h-8 items-center gap-1.5 rounded-md px-2 hover:bg-hover max-sm:px-0.5">
      {running ? (
        <>
          <Spinner className="text-accent" />
          <span className="text-xs text-muted max-sm:sr-only">Syncing</span>
        </>
      ) : (
        <Age at={at} staleAfterMs={staleAfterMs} prefix="Last sync" brief />
      )}
    </Link>
  )
}

const themes = {
  system: { next: 'light', icon: <Monitor aria-hidden className="size-4" />, label: 'Theme: system' },
  light: { next: 'dark', icon: <Sun aria-hidden className="size-4" />, label: 'Theme: light' },
  dark: { next: 'system', icon: <Moon aria-hidden className="size-4" />, label: 'Theme: dark' },
} as const

function ThemeButton() {
  const { theme, change } = usePreferences()
  const { next, icon, label } = themes[theme]
  return <IconButton label={label} icon={icon} onClick={() => change({ theme: next })} />
}
