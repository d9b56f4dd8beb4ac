'use client'

import { lazy, Suspense } from 'react'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { Run, RunTarget } from '#contract/response.ts'
import { nameOf } from '../words.ts'
import { targetHref } from './target-links.ts'

const TargetDetail = lazy(() => import('./target-detail.tsx').then((part) => ({ default: part.TargetDetail })))

/** One target over the list behind it: every call, with what AWS said before and after. */
export function TargetDrawer({ run, ...over }: OverRows<RunTarget> & { run: Run }) {
  const { row: target, steps } = overRows(over, ({ n }) => String(n))
  const href = target && targetHref(run.account, target)
  return (
    <Drawer
      {...steps}
      title={target ? nameOf(target.kind, target.name) : 'Target'}
      subtitle={target ? `Target ${target.n} of ${run.targets} in run #${run.number}` : undefined}
      fullPageHref={href}
      footer={
        target ? (
          <>
            {href ? (
              <LinkButton href={href} variant="primary" size="sm">
                {places[target.kind]}
              </LinkButton>
            ) : null}
            <CopyButton text={target.name} what="name">
              Copy name
            </CopyButton>
          </>
        ) : null
      }
    >
      {target ? (
        <Suspense fallback={<SkeletonLines lines={8} />}>
          <TargetDetail target={target} />
        </Suspense>
      ) : (
        <EmptyState title="Not on this page of the list">
          The address names a target that the filters leave out, or that is on another page.
        </EmptyState>
      )}
    </Drawer>
  )
}

const places: Record<RunTarget['kind'], string> = {
  thing: 'Open the thing',
  certificate: 'Open the certificate',
  client: 'Open',
  'thing-group': 'Its members in the inventory',
  account: 'Response settings',
  'audit-finding': 'Open',
  deployment: 'Open the deployment',
}
