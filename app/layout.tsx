import './globals.css'

import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '#components/shell/providers.tsx'
import { parsePreferences, preferencesCookie } from '#components/ui/preferences.ts'

export const metadata: Metadata = {
  title: { default: 'Fleetwarden', template: '%s · Fleetwarden' },
  description: 'Inventory, credential health and proof for AWS IoT fleets.',
  icons: { icon: '/logo.svg' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f6f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0d0f13' },
  ],
}

/** Paints theme and density from the cookie, so nothing flashes, and hands the nonce to what needs it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const preferences = parsePreferences(jar.get(preferencesCookie)?.value)
  return (
    <html lang="en" data-theme={preferences.theme} data-density={preferences.density}>
      <body>
        <Providers
          preferences={preferences}
          renderedAt={new Date().toISOString()}
          nonce={head.get('x-nonce') ?? undefined}
        >
          {children}
        </Providers>
      </body>
    </html>
  )
}
