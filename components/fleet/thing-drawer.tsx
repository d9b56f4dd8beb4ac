'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { parseAccountKey } from '#components/data/list/account-key.ts'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { ThingActions } from '#components/response/act/thing-actions.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { links } from '#contract/links.ts'
import type { Thing } from '#contract/things.ts'
import { keyOf } from './thing-key.ts'

const ThingSummary = lazy(() => import('./thing-summary.tsx').then((module) => ({ default: module.ThingSummary })))

/** The thing the address names over the list behind it; j and k step through the rows. */
export function ThingDrawer(over: OverRows<Thing>) {
  const wanted = parseAccountKey(over.openId)
  const { row, steps } = overRows(over, keyOf)
  return (
    <Drawer
      {...steps}
      open={wanted !== undefined}
      title={wanted?.name ?? ''}
      subtitle={row ? (row.type ?? 'No type') : undefined}
      fullPageHref={wanted ? links.thing(wanted.account, wanted.name) : undefined}
      footer={
        wanted ? (
          <>
            <Actions account={wanted.account} name={wanted.name} />
            <LinkButton href={links.thing(wanted.account, wanted.name)} size="sm">
              Open full page
            </LinkButton>
            <CopyButton text={wanted.name} what="thing name">
              Copy name
            </CopyButton>
          </>
        ) : null
      }
    >
      {wanted ? (
        <Suspense fallback={<SkeletonLines lines={8} />}>
          <ThingSummary account={wanted.account} name={wanted.name} />
        </Suspense>
      ) : null}
    </Drawer>
  )
}

function Actions({ account, name }: { account: number; name: string }) {
  const { data } = useQuery(api.things.get.queryOptions({ input: { account, name } }))
  return data ? <ThingActions thing={data} size="sm" /> : null
}
