'use client'

import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { links } from '#contract/links.ts'

/** Why no certificate is listed, and the next step. */
export function NoCertificates({ narrowed, clear, neverRead }: NoCertificatesProps) {
  if (narrowed)
    return (
      <EmptyState title="No certificate matches" action={<Button onClick={clear}>Clear filters</Button>}>
        Nothing in scope fits every filter above.
      </EmptyState>
    )
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
type NoCertificatesProps = { narrowed: boolean; clear: () => void; neverRead: boolean }
