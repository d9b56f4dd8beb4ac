'use client'

import { lazy, Suspense } from 'react'
import { LinkButton } from '#components/ui/button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { DeploymentSummary } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { deploymentKindWords } from '../words.ts'

const DeploymentGlance = lazy(() =>
  import('./deployment-glance.tsx').then((part) => ({ default: part.DeploymentGlance })),
)

/** One deployment over the list behind it; j and k step through the rows. */
export function DeploymentDrawer({ openId, rows, onOpen }: DeploymentDrawerProps) {
  const at = rows.findIndex(({ id }) => id === openId)
  const row = rows[at]
  const step = (to: DeploymentSummary | undefined) => (to ? () => onOpen(to.id) : undefined)
  return (
    <Drawer
      open={openId !== undefined}
      onClose={() => onOpen(null)}
      title={row?.title ?? 'Deployment'}
      subtitle={row ? `${deploymentKindWords[row.kind]} for ${row.target}` : undefined}
      fullPageHref={openId ? links.deployment(openId) : undefined}
      onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
      onNext={at >= 0 ? step(rows[at + 1]) : undefined}
      footer={
        openId ? (
          <LinkButton href={links.deployment(openId)} variant="primary" size="sm">
            Open full page
          </LinkButton>
        ) : null
      }
    >
      {openId ? (
        <Suspense fallback={<SkeletonLines lines={8} />}>
          <DeploymentGlance id={openId} />
        </Suspense>
      ) : null}
    </Drawer>
  )
}
type DeploymentDrawerProps = {
  openId: string | undefined
  rows: readonly DeploymentSummary[]
  onOpen: (id: string | null) => void
}
