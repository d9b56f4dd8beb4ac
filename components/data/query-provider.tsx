'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { links } from '#contract/links.ts'
import { createQueryClient } from './query-client.ts'

/** Gives the console its cache of API answers. Someone signed out elsewhere is sent to sign in, and back again. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => createQueryClient(signInAgain))
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

function signInAgain() {
  window.location.assign(links.signIn(window.location.pathname + window.location.search))
}
