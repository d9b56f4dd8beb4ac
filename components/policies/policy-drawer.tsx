'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { api } from '#components/data/api.ts'
import { parseAccountKey } from '#components/data/list/account-key.ts'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { RowDrawer } from '#components/data/list/row-drawer.tsx'
import { WhenRead } from '#components/data/when-read.tsx'
import { links } from '#contract/links.ts'
import type { Policy } from '#contract/policies.ts'
import { rowKey } from './policy-key.ts'

// The list does not wait for what only the drawer shows.
const PolicySummary = lazy(() => import('./policy-summary.tsx').then((module) => ({ default: module.PolicySummary })))

/** One policy over the list: its default version and how far it reaches. */
export function PolicyDrawer(over: OverRows<Policy>) {
  const { steps } = overRows(over, rowKey)
  const asked = parseAccountKey(over.openId)
  const query = useQuery({
    ...api.policies.get.queryOptions({ input: asked ?? { account: 0, name: '' } }),
    enabled: asked !== undefined,
  })
  return (
    <RowDrawer
      {...steps}
      open={asked !== undefined}
      title={asked?.name ?? 'Policy'}
      subtitle="AWS IoT policy"
      href={asked && links.policy(asked.account, asked.name)}
      toPage="Open policy"
    >
      <WhenRead query={query} what="This policy" lines={10}>
        {(policy) => <PolicySummary policy={policy} />}
      </WhenRead>
    </RowDrawer>
  )
}
