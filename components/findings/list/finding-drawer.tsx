'use client'

import { lazy, Suspense } from 'react'
import { LinkButton } from '#components/ui/button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { FindingSummary } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { subjectHref } from '../words.ts'

const FindingGlance = lazy(() => import('../page/finding-glance.tsx').then((part) => ({ default: part.FindingGlance })))

/** One finding over the list behind it; j and k step through the rows. */
export function FindingDrawer({ openId, rows, onOpen }: FindingDrawerProps) {
  const at = rows.findIndex(({ id }) => id === openId)
  const row = rows[at]
  const resource = row && subjectHref(row)
  const step = (to: FindingSummary | undefined) => (to ? () => onOpen(to.id) : undefined)
  return (
    <Drawer
      open={openId !== undefined}
      onClose={() => onOpen(null)}
      title={row?.title ?? 'Finding'}
      subtitle={row ? <span className="break-all">{row.subject}</span> : undefined}
      fullPageHref={openId ? links.finding(openId) : undefined}
      onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
      onNext={at >= 0 ? step(rows[at + 1]) : undefined}
      footer={
        openId ? (
          <>
            <LinkButton href={links.finding(openId)} variant="primary" size="sm">
              Open full page
            </LinkButton>
            {resource ? (
              <LinkButton href={resource} size="sm">
                Open the resource
              </LinkButton>
            ) : null}
          </>
        ) : null
      }
    >
      {openId ? (
        <Suspense fallback={<SkeletonLines lines={8} />}>
          <FindingGlance id={openId} />
        </Suspense>
      ) : null}
    </Drawer>
  )
}
type FindingDrawerProps = {
  openId: string | undefined
  rows: readonly FindingSummary[]
  onOpen: (id: string | null) => void
}
