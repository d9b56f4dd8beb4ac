'use client'

import { lazy, Suspense } from 'react'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { IncidentSummary } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { useTriage, useWhyNot } from '../triage/use-change.ts'
import { causeInSentence } from '../words.ts'

const IncidentGlance = lazy(() => import('./incident-glance.tsx').then((part) => ({ default: part.IncidentGlance })))

/** One incident over the inbox behind it; j and k step, a takes it, s moves it. */
export function IncidentDrawer({ openId, rows, onOpen, onMove }: IncidentDrawerProps) {
  const at = rows.findIndex(({ id }) => id === openId)
  const row = rows[at]
  const whyNot = useWhyNot()
  const { me, assign } = useTriage()
  const step = (to: IncidentSummary | undefined) => (to ? () => onOpen(to.id) : undefined)
  const mine = me !== undefined && row?.assignee?.id === me.id
  return (
    <Drawer
      open={openId !== undefined}
      onClose={() => onOpen(null)}
      title={row?.clientId ?? 'Incident'}
      subtitle={row ? `Incident #${row.number}: ${causeInSentence(row.cause)}` : undefined}
      fullPageHref={openId ? links.incident(openId) : undefined}
      onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
      onNext={at >= 0 ? step(rows[at + 1]) : undefined}
      footer={
        openId ? (
          <>
            <LinkButton href={links.incident(openId)} variant="primary" size="sm">
              Open full page
            </LinkButton>
            {row ? (
              <>
                <Button
                  size="sm"
                  aria-keyshortcuts="a"
                  disabledReason={whyNot ?? (mine ? 'It is yours already' : undefined)}
                  onClick={() => assign(row)}
                >
                  Assign to me <Key name="a" />
                </Button>
                <Button size="sm" aria-keyshortcuts="s" onClick={() => onMove(row)}>
                  Move… <Key name="s" />
                </Button>
              </>
            ) : null}
          </>
        ) : null
      }
    >
      {openId ? (
        <Suspense fallback={<SkeletonLines lines={8} />}>
          <IncidentGlance id={openId} />
        </Suspense>
      ) : null}
    </Drawer>
  )
}
type IncidentDrawerProps = {
  openId: string | undefined
  rows: readonly IncidentSummary[]
  onOpen: (id: string | null) => void
  onMove: (incident: IncidentSummary) => void
}

function Key({ name }: { name: string }) {
  return (
    <kbd aria-hidden className="mono text-faint">
      {name}
    </kbd>
  )
}
