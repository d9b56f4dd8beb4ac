'use client'

import { lazy } from 'react'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { RowDrawer } from '#components/data/list/row-drawer.tsx'
import type { DeploymentSummary } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { deploymentKindWords } from '../words.ts'

const DeploymentGlance = lazy(() =>
  import('./deployment-glance.tsx').then((part) => ({ default: part.DeploymentGlance })),
)

/** One deployment over the list behind it; j and k step through the rows. */
export function DeploymentDrawer(over: OverRows<DeploymentSummary>) {
  const { row, steps } = overRows(over, ({ id }) => id)
  const { openId } = over
  return (
    <RowDrawer
      {...steps}
      title={row?.title ?? 'Deployment'}
      subtitle={row ? `${deploymentKindWords[row.kind]} for ${row.target}` : undefined}
      href={openId && links.deployment(openId)}
    >
      {openId ? <DeploymentGlance id={openId} /> : null}
    </RowDrawer>
  )
}
