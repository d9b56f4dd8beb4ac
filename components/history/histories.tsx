'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { HistoryPanel } from './history-panel.tsx'

type Page = { nextCursor: string | null }

const pages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: Page) => last.nextCursor ?? undefined,
}

export function ThingHistory({ account, name }: { account: number; name: string }) {
  const input = (cursor: string | undefined) => ({ account, name, cursor })
  const query = useInfiniteQuery(api.things.history.infiniteOptions({ input, ...pages }))
  return <HistoryPanel account={account} query={query} />
}

export function CertificateHistory({ account, certificateId }: { account: number; certificateId: string }) {
  const input = (cursor: string | undefined) => ({ account, certificateId, cursor })
  const query = useInfiniteQuery(api.certificates.history.infiniteOptions({ input, ...pages }))
  return <HistoryPanel account={account} query={query} />
}

export function AuthorityHistory({ account, certificateId }: { account: number; certificateId: string }) {
  const input = (cursor: string | undefined) => ({ account, certificateId, cursor })
  const query = useInfiniteQuery(api.caCertificates.history.infiniteOptions({ input, ...pages }))
  return <HistoryPanel account={account} query={query} />
}

export function PolicyHistory({ account, name }: { account: number; name: string }) {
  const input = (cursor: string | undefined) => ({ account, name, cursor })
  const query = useInfiniteQuery(api.policies.history.infiniteOptions({ input, ...pages }))
  return <HistoryPanel account={account} query={query} />
}
