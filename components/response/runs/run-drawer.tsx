'use client'

import { lazy, Suspense } from 'react'
import { LinkButton } from '#components/ui/button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { links } from '#contract/links.ts'
import type { RunSummary } from '#contract/response.ts'
import { runTitle } from '../run/run-title.ts'

const RunGlance = lazy(() => import('./run-glance.tsx').then((part) => ({ default: part.RunGlance })))

/** One run over the list behind it; j and k step through the rows. */
export function RunDrawer({ openId, rows, onOpen }: RunDrawerProps) {
  const at = rows.findIndex(({ id }) => id === openId)
  const row = rows[at]
  const step = (to: RunSummary | undefined) => (to ? () => onOpen(to.id) : undefined)
  return (
    <Drawer
      open={openId !== undefined}
      onClose={() => onOpen(null)}
      title={row ? runTitle(row) : 'Run'}
      subtitle={row ? `Run #${row.number}, asked by ${row.by.name}` : undefined}
      fullPageHref={openId ? links.run(openId) : undefined}
      onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
      onNext={at >= 0 ? step(rows[at + 1]) : undefined}
      footer={
        openId ? (
          <LinkButton href={links.run(openId)} variant="primary" size="sm">
            {row?.state === 'awaiting-approval' ? 'Review on its page' : 'Open full page'}
          </LinkButton>
        ) : null
      }
    >
      {openId ? (
        <Suspense fallback={<SkeletonLines lines={8} />}>
          <RunGlance id={openId} />
        </Suspense>
      ) : null}
    </Drawer>
  )
}
type RunDrawerProps = { openId: string | undefined; rows: readonly RunSummary[]; onOpen: (id: string | null) => void }
