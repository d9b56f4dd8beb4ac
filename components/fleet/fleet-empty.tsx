import { thingsUnread } from '#components/overview/first-reading.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { links } from '#contract/links.ts'
import type { Feed } from '#contract/sync.ts'

/** Why there is no thing at all, and the next step. */
export function FleetEmpty({ feeds }: { feeds: readonly Feed[] | undefined }) {
  if (feeds?.length === 0)
    return (
      <EmptyState
        title="No AWS account is watched yet"
        action={<LinkButton href={links.accounts()}>Accounts</LinkButton>}
      >
        Add an account and Region, and its things appear here after the first sync.
      </EmptyState>
    )
  if (feeds && thingsUnread(feeds))
    return <EmptyState title="Nothing read yet">Things appear here page by page while the first sync runs.</EmptyState>
  return (
    <EmptyState title="No things in this scope" action={<LinkButton href={links.sync()}>Sync details</LinkButton>}>
      AWS listed none. Check the account and Region above.
    </EmptyState>
  )
}
