'use client'

import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { links } from '#contract/links.ts'

/** Why there are no versions to show, and the step that brings them. */
export function NothingReported({ read, only }: { read: boolean; only: string | null }) {
  if (only !== null)
    return (
      <Panel title="Versions">
        <EmptyState title={`No thing reports ${only}`}>No version of this package is known in this scope.</EmptyState>
      </Panel>
    )
  return (
    <Panel title="Versions">
      <EmptyState
        title={read ? 'No thing says what it runs' : 'What runs was not read yet'}
        action={
          <>
            <LinkButton href={links.sync()}>See what sync says</LinkButton>
            <LinkButton href={links.coverage()}>See what is missing</LinkButton>
          </>
        }
      >
        Versions come from each thing’s reserved shadow <span className="mono">$package</span> and from Greengrass
        cores. For the first, turn on fleet indexing with named shadows and add <span className="mono">$package</span>{' '}
        to the shadow names that are indexed; jobs that name package versions then write it, or devices do themselves.
      </EmptyState>
    </Panel>
  )
}
