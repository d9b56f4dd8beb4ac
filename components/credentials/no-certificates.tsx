'use client'

import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { links } from '#contract/links.ts'

/** Why there is no certificate at all, and the next step. */
export function NoCertificates({ neverRead }: { neverRead: boolean }) {
  if (neverRead)
    return (
      <EmptyState
        title="No certificates read yet"
        action={<LinkButton href={links.sync()}>See what the sync is doing</LinkButton>}
      >
        The certificate feed has not finished a first pass over this scope.
      </EmptyState>
    )
  return (
    <EmptyState title="No certificates" action={<LinkButton href={links.sync()}>Check the feeds</LinkButton>}>
      AWS IoT lists no device certificate in this account and Region.
    </EmptyState>
  )
}
