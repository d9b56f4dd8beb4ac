'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useFeeds } from '#components/data/list/use-feed.tsx'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import type { Account } from '#contract/accounts.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import type { Feed } from '#contract/sync.ts'
import { FeedTable } from './feed-table.tsx'
import { RecentPasses } from './recent-passes.tsx'
import { SyncButton } from './sync-button.tsx'

/** Every feed of every account in scope: its age, its progress, and what stands in its way. */
export function SyncPage() {
  const feeds = useFeeds()
  const accounts = useQuery(api.accounts.list.queryOptions())
  const whyNot = whyNotRole(useMe()?.role, 'responder')
  const groups = groupByAccount(feeds.data, accounts.data)
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Sync" actions={<SyncButton whyNot={whyNot} />}>
        {feeds.data ? inOneLine(feeds.data) : null}
      </PageHeader>
      {groups === undefined ? (
        <Panel title="Feeds" flush failed={failureOf(feeds, 'The feeds') ?? failureOf(accounts, 'The accounts')}>
          {feeds.isError || accounts.isError ? null : (
            <DataTable label="Feeds" columns={[]} rows={undefined} rowId={String} />
          )}
        </Panel>
      ) : groups.length === 0 ? (
        <Panel title="Feeds">
          <EmptyState
            title="No account is watched"
            action={<LinkButton href={links.accounts()}>Add an account</LinkButton>}
          >
            Feeds appear once an AWS account and Region are watched.
          </EmptyState>
        </Panel>
      ) : (
        groups.map(({ account, rows }) => <FeedTable key={account.id} account={account} feeds={rows} whyNot={whyNot} />)
      )}
      <RecentPasses accounts={accounts.data ?? []} feeds={feeds.data ?? []} />
    </div>
  )
}

type Group = { account: Account; rows: Feed[] }

function groupByAccount(feeds: Feed[] | undefined, accounts: Account[] | undefined): Group[] | undefined {
  if (!feeds || !accounts) return undefined
  return accounts
    .map((account) => ({ account, rows: feeds.filter((feed) => feed.account === account.id) }))
    .filter(({ rows }) => rows.length > 0)
}

function inOneLine(feeds: Feed[]): string {
  const running = feeds.filter((feed) => feed.running).length
  const stuck = feeds.filter(({ state }) => ['not-permitted', 'credentials', 'failed'].includes(state)).length
  const stale = feeds.filter(({ state }) => state === 'stale' || state === 'never').length
  const parts = [
    running ? `${running} running` : 'Nothing is running',
    stuck ? `${stuck} ${stuck === 1 ? 'needs' : 'need'} attention` : 'none needs attention',
    stale ? `${stale} stale or never read` : 'all read recently',
  ]
  return `${parts.join(', ')}.`
}
