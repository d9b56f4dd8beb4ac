'use client'

import { AccountName } from '#components/data/account-name.tsx'
import { useFeeds } from '#components/data/list/use-feed.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { links } from '#contract/links.ts'

/** What deployments are read from, and what software is. */
export const deploymentFeeds = ['jobs', 'job-executions', 'greengrass-deployments', 'greengrass-cores']
export const softwareFeeds = ['package-shadow', 'greengrass-components']

/** Says of each account what cannot be read and the step that mends it, in the feed's own words; nothing while all can. */
export function FeedNotices({ of }: { of: readonly string[] }) {
  const feeds = useFeeds().data?.filter(({ collector, error }) => error !== null && of.includes(collector)) ?? []
  // Of Greengrass not being there, one feed is enough to tell.
  const told = feeds.filter(
    ({ account, error }, at) => feeds.findIndex((one) => one.account === account && one.error === error) === at,
  )
  if (told.length === 0) return null
  return (
    <div className="flex flex-col gap-px overflow-hidden rounded-md">
      {told.map(({ account, collector, title, error }) => (
        <Notice
          key={`${account} ${collector}`}
          tone="info"
          action={
            <Link href={links.sync()} className="font-medium underline">
              See what sync says
            </Link>
          }
        >
          <AccountName id={account} />, {title}: {error}
        </Notice>
      ))}
    </div>
  )
}
