'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { ThingActions } from '#components/response/act/thing-actions.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { links } from '#contract/links.ts'
import type { Thing } from '#contract/things.ts'
import { keyOf, parseKey } from './thing-key.ts'

const ThingSummary = lazy(() => import('./thing-summary.tsx').then((module) => ({ default: module.ThingSummary })))

/** The thing named by `openKey` over the list behind it; j and k step through `rows`. */
export function ThingDrawer({ openKey, rows, onOpen }: ThingDrawerProps) {
  const wanted = parseKey(openKey)
  const at = rows.findIndex((row) => keyOf(row) === openKey)
  const step = (row: Thing | undefined) => (row ? () => onOpen(keyOf(row)) : undefined)
  const row = rows[at]
  return (
    <Drawer
      open={wanted !== undefined}
      onClose={() => onOpen(null)}
      title={wanted?.name ?? ''}
      subtitle={row ? (row.type ?? 'No type') : undefined}
      fullPageHref={wanted ? links.thing(wanted.account, wanted.name) : undefined}
      onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
      onNext={at >= 0 ? step(rows[at + 1]) : undefined}
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

type ThingDrawerProps = {
  /** `account/name`, from the address. */
  openKey: string | undefined
  rows: readonly Thing[]
  onOpen: (key: string | null) => void
}
