'use client'

import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ReactNode } from 'react'
import type { Preferences } from '#components/ui/preferences.ts'
import { PreferencesProvider } from '#components/ui/preferences-provider.tsx'
import { Toaster } from '#components/ui/toast.tsx'

/** What every page needs, signed in or not: policy nonce, preferences, tooltips, toasts and the live region. */
export function Providers({ preferences, renderedAt, nonce, children }: ProvidersProps) {
  return (
    // Its two style elements are in globals.css instead: the nonce does not reach hoisted styles.
    <CSPProvider nonce={nonce} disableStyleElements>
      <PreferencesProvider initial={preferences} renderedAt={renderedAt}>
        {children}
        <Toaster />
      </PreferencesProvider>
    </CSPProvider>
  )
}
type ProvidersProps = { preferences: Preferences; renderedAt: string; nonce: string | undefined; children: ReactNode }
