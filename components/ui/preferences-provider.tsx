'use client'

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import { formatPreferences, type Preferences, preferencesCookie } from './preferences.ts'

type PreferencesContext = Preferences & {
  /** When the server rendered, ISO 8601: the clock of the first paint, so both sides print the same "3 min ago". */
  renderedAt: string
  change: (next: Partial<Preferences>) => void
}

const Context = createContext<PreferencesContext | null>(null)
const yearSeconds = 365 * 24 * 3600

/** Holds the preferences, mirrors theme and density onto `<html>`, and remembers them in a cookie. */
export function PreferencesProvider({ initial, renderedAt, children }: ProviderProps) {
  const [preferences, setPreferences] = useState(initial)
  const change = useCallback((next: Partial<Preferences>) => setPreferences((was) => ({ ...was, ...next })), [])

  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (zone) change({ zone })
  }, [change])

  useEffect(() => {
    document.documentElement.dataset.theme = preferences.theme
    document.documentElement.dataset.density = preferences.density
    const secure = location.protocol === 'https:' ? '; Secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support
    document.cookie = `${preferencesCookie}=${encodeURIComponent(formatPreferences(preferences))}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`
  }, [preferences])

  const value = useMemo(() => ({ ...preferences, renderedAt, change }), [preferences, renderedAt, change])
  return <Context value={value}>{children}</Context>
}
type ProviderProps = { initial: Preferences; renderedAt: string; children: ReactNode }

/** The preferences and `change({ theme: 'dark' })`. */
export function usePreferences() {
  const context = use(Context)
  if (!context) throw new Error('usePreferences needs the PreferencesProvider of the root layout')
  return context
}
