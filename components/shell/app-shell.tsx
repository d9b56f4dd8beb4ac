'use client'

import { type ReactNode, useState } from 'react'
import { BottomBar } from './bottom-bar.tsx'
import { CommandPalette } from './command-palette.tsx'
import { Rail } from './rail.tsx'
import type { SearchHit, ShellAccount, ShellFreshness, ShellPerson } from './shell-data.ts'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { TopBar } from './top-bar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

export type AppShellProps = {
  person?: ShellPerson | undefined
  accounts?: readonly ShellAccount[] | undefined
  /** An account's id, or 'all'. */
  scope?: string | undefined
  freshness?: ShellFreshness | undefined
  /** Finds things, certificates and client IDs for the command palette. */
  onSearch?: ((query: string) => Promise<readonly SearchHit[]>) | undefined
  onSignOut?: (() => void) | undefined
  children: ReactNode
}

/** Everything around a page: rail of nouns, top bar, command palette, shortcuts. The page brings its own PageHeader. */
export function AppShell({ person, accounts = [], scope, freshness, onSearch, onSignOut, children }: AppShellProps) {
  const [palette, setPalette] = useState(false)
  const [sheet, setSheet] = useState(false)
  useShortcuts({ onPalette: () => setPalette(true), onSheet: () => setSheet(true) })
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-[80] focus:rounded-md focus:bg-accent-solid focus:px-3 focus:py-1.5 focus:text-on-solid"
      >
        Skip to content
      </a>
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar
          person={person}
          accounts={accounts}
          scope={scope}
          freshness={freshness}
          onPalette={() => setPalette(true)}
          onSheet={() => setSheet(true)}
          onSignOut={onSignOut}
        />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-4 pb-20 outline-none md:px-6 md:pb-8">
          {children}
        </main>
      </div>
      <BottomBar />
      <CommandPalette open={palette} onOpenChange={setPalette} onSearch={onSearch} />
      <ShortcutSheet open={sheet} onOpenChange={setSheet} />
    </div>
  )
}
