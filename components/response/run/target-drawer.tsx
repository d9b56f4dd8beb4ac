'use client'

import { lazy, Suspense } from 'react'
import { LinkButton } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { Run, RunTarget } from '#contract/response.ts'
import { nameOf } from '../words.ts'
import { targetHref } from './run-title.ts'

const TargetDetail = lazy(() => import('./target-detail.tsx').then((part) => ({ default: part.TargetDetail })))

/** One target over the list behind it: every call, with what AWS said before and after. */
export function TargetDrawer({ run, openId, rows, onOpen }: TargetDrawerProps) {
  const at = rows.findIndex(({ n }) => String(n) === openId)
  const target = rows[at]
  const step = (to: RunTarget | undefined) => (to ? () => onOpen(String(to.n)) : undefined)
  const href = target && targetHref(run.account, target)
  return (
    <Drawer
      open={openId !== undefined}
      onClose={() => onOpen(null)}
      title={target ? nameOf(target.kind, target.name) : 'Target'}
      subtitle={target ? `Target ${target.n} of ${run.targets} in run #${run.number}` : undefined}
      fullPageHref={href}
      onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
      onNext={at >= 0 ? step(rows[at + 1]) : undefined}
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
type TargetDrawerProps = {
  run: Run
  /** Its place in the run, from the address. */
  openId: string | undefined
  rows: readonly RunTarget[]
  onOpen: (n: string | null) => void
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
