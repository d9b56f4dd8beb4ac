'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { links } from '#contract/links.ts'
import type { Policy } from '#contract/policies.ts'
import { rowKey } from './policy-key.ts'

// The list does not wait for what only the drawer shows.
const PolicySummary = lazy(() => import('./policy-summary.tsx').then((module) => ({ default: module.PolicySummary })))

/** One policy over the list: its default version and how far it reaches. */
export function PolicyDrawer({ open, rows, onOpen, onClose }: PolicyDrawerProps) {
  const asked = open ? parseKey(open) : null
  const at = rows.findIndex((row) => rowKey(row) === open)
  const previous = at > 0 ? rows[at - 1] : undefined
  const next = at >= 0 ? rows[at + 1] : undefined
  const query = useQuery({
    ...api.policies.get.queryOptions({ input: asked ?? { account: 0, name: '' } }),
    enabled: asked !== null,
  })
  const href = asked ? links.policy(asked.account, asked.name) : undefined
  return (
    <Drawer
      open={asked !== null}
      onClose={onClose}
      title={asked?.name ?? 'Policy'}
      subtitle="AWS IoT policy"
      fullPageHref={href}
      onPrevious={previous && (() => onOpen(previous))}
      onNext={next && (() => onOpen(next))}
      footer={href ? <LinkButton href={href}>Open policy</LinkButton> : null}
    >
      {query.data ? (
        <Suspense fallback={<SkeletonLines lines={10} />}>
          <PolicySummary policy={query.data} />
        </Suspense>
      ) : query.error ? (
        <ErrorState
          title="This policy could not be read"
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        >
          {query.error.message}
        </ErrorState>
      ) : (
        <SkeletonLines lines={10} />
      )}
    </Drawer>
  )
}
type PolicyDrawerProps = {
  open: string | undefined
  rows: readonly Policy[]
  onOpen: (row: Policy) => void
  onClose: () => void
}

// A policy's name holds no colon (AWS: [\w+=,.@-]), so the first one ends the account.
function parseKey(key: string) {
  const [, account, name] = /^(\d{1,9}):(.{1,128})$/.exec(key) ?? []
  return account && name ? { account: Number(account), name } : null
}
