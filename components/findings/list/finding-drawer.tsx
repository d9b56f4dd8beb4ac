'use client'

import { lazy } from 'react'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { RowDrawer } from '#components/data/list/row-drawer.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import type { FindingSummary } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { subjectHref } from '../words.ts'

const FindingGlance = lazy(() => import('../page/finding-glance.tsx').then((part) => ({ default: part.FindingGlance })))

/** One finding over the list behind it; j and k step through the rows. */
export function FindingDrawer(over: OverRows<FindingSummary>) {
  const { row, steps } = overRows(over, ({ id }) => id)
  const { openId } = over
  const resource = row && subjectHref(row)
  return (
    <RowDrawer
      {...steps}
      title={row?.title ?? 'Finding'}
      subtitle={row ? <span className="break-all">{row.subject}</span> : undefined}
      href={openId && links.finding(openId)}
      verbs={
        resource ? (
          <LinkButton href={resource} size="sm">
            Open the resource
          </LinkButton>
        ) : null
      }
    >
      {openId ? <FindingGlance id={openId} /> : null}
    </RowDrawer>
  )
}
