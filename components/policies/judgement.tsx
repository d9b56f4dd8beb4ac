'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { Judgement } from '#contract/policy-judgement.ts'
import { CapabilityList } from './capability-list.tsx'
import { LintList } from './lint-list.tsx'
import { ReachPanel } from './reach-panel.tsx'

/** What the linter says of a policy, how far it reaches, and what it lets a holder do. */
export function PolicyJudgement({ account, name }: { account: number; name: string }) {
  const query = useQuery(api.policies.judgement.queryOptions({ input: { account, name } }))
  const failed = failureOf(query, 'The judgement')
  const judgement = query.data
  return (
    <>
      <Panel
        title="What to put right"
        note={judgement ? plural(judgement.lints.length, 'point') : undefined}
        failed={failed}
        loading={!judgement}
        flush
      >
        {judgement ? <Lints account={account} judgement={judgement} /> : null}
      </Panel>
      {judgement ? (
        <>
          <ReachPanel reach={judgement.reach} />
          <Panel
            title="What it lets a device do"
            note={judgement.holder ? `By itself, for ${judgement.holder.clientId}` : undefined}
            flush
          >
            {judgement.capabilities.length > 0 ? (
              <CapabilityList account={account} items={judgement.capabilities} />
            ) : (
              <EmptyState title={judgement.holder ? 'Nothing' : 'Nobody has it'}>
                {judgement.holder
                  ? 'It allows its holders nothing.'
                  : 'No certificate with this policy is known, to take as an example.'}
              </EmptyState>
            )}
          </Panel>
        </>
      ) : null}
    </>
  )
}

function Lints({ account, judgement }: { account: number; judgement: Judgement }) {
  if (judgement.document === null)
    return <EmptyState title="Not read yet">Its document is unknown until the policy feed reaches it.</EmptyState>
  if (judgement.lints.length === 0)
    return <EmptyState title="Nothing to put right">No rule of the linter has anything to say about it.</EmptyState>
  return <LintList account={account} judgement={judgement} />
}
