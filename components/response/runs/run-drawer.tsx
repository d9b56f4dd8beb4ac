'use client'

import { lazy } from 'react'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { RowDrawer } from '#components/data/list/row-drawer.tsx'
import { links } from '#contract/links.ts'
import type { RunSummary } from '#contract/response.ts'
import { runTitle } from '../run/run-title.ts'

const RunGlance = lazy(() => import('./run-glance.tsx').then((part) => ({ default: part.RunGlance })))

/** One run over the list behind it; j and k step through the rows. */
export function RunDrawer(over: OverRows<RunSummary>) {
  const { row, steps } = overRows(over, ({ id }) => id)
  const { openId } = over
  return (
    <RowDrawer
      {...steps}
      title={row ? runTitle(row) : 'Run'}
      subtitle={row ? `Run #${row.number}, asked by ${row.by.name}` : undefined}
      href={openId && links.run(openId)}
      toPage={row?.state === 'awaiting-approval' ? 'Review on its page' : undefined}
    >
      {openId ? <RunGlance id={openId} /> : null}
    </RowDrawer>
  )
}
