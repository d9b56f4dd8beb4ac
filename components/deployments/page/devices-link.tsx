'use client'

import type { MouseEvent, ReactNode } from 'react'
import { useAddress } from '#components/data/list/use-address.ts'
import { Link } from '#components/ui/link.tsx'
import type { ExecutionStatus, StallCause } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { deviceList } from './device-list-state.ts'

export type DevicesShown = {
  status?: ExecutionStatus
  stall?: StallCause
  standing?: 'stalled' | 'waiting'
  message?: string
}

const all = { search: null, status: null, stall: null, standing: null, message: null, cursor: null, open: null }

/** Leads to some devices of a deployment; on its own page they are shown at once, without asking for the page again. */
export function DevicesLink({ id, shown, className, children }: DevicesLinkProps) {
  const [, setShown] = useAddress(deviceList.parsers)
  function show(event: MouseEvent<HTMLAnchorElement>) {
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (elsewhere || window.location.pathname !== links.deployment(id)) return
    event.preventDefault()
    setShown({ ...all, ...shown }, 'push')
    document.getElementById('devices')?.scrollIntoView()
  }
  return (
    <Link href={links.deployment(id, shown)} onClick={show} className={className}>
      {children}
    </Link>
  )
}
type DevicesLinkProps = { id: string; shown: DevicesShown; className: string; children: ReactNode }
