'use client'

import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ReactNode } from 'react'
import type { Preferences } from '#components/ui/preferences.ts'
import { PreferencesProvider } from '#components/ui/preferences-provider.tsx'
import { useLater } from '#components/ui/use-later.ts'

/** What every page needs, signed in or not: policy nonce, preferences, tooltips, toasts and the live region. */
export function Providers({ preferences, renderedAt, nonce, children }: ProvidersProps) {
  return (
    // Its two style elements are in globals.css instead: the nonce does not reach hoisted styles.
    <CSPProvider nonce={nonce} disableStyleElements>
      <PreferencesProvider initial={preferences} renderedAt={renderedAt}>
        {children}
        <Speaking />
      </PreferencesProvider>
    </CSPProvider>
  )
}

const toaster = () => import('#components/ui/toaster.tsx')

// Toasts, announcements and tooltips answer to what somebody does, which is never the first thing that happens.
function Speaking() {
  const loaded = useLater(toaster)
  return loaded ? <loaded.Toaster /> : null
}

type ProvidersProps = { preferences: Preferences; renderedAt: string; nonce: string | undefined; children: ReactNode }
