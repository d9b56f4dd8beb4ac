import { links } from '#contract/links.ts'
import { notify } from '#server/notifications/notice.ts'
import type { Sql } from '#server/platform/db.ts'
import type { Ending } from './finish.ts'

type Claimed = { account: { id: number }; claim: { collector: string } }

/**
 * Tells that a feed that had worked lost its credentials or a permission: once until it works again. Credentials are an
 * account's, and told once for all of its feeds.
 */
export async function tellLostFeed(sql: Sql, { account, claim }: Claimed, ending: Ending): Promise<void> {
  if (ending.outcome !== 'credentials' && ending.outcome !== 'not-permitted') return
  const isAccounts = ending.outcome === 'credentials'
  const { rows } = await sql.query<{ name: string; since: string | null }>(
    `select a.name, (select max(last_success_at)::text from collections c where c.account_id = a.id and ($2 or c.collector = $3)) as since
     from aws_accounts a where a.id = $1 and not exists (select 1 from notices n where $2 and n.at > now() - interval '1 hour'
       and n.key like 'feed ' || a.id || ' credentials %')`,
    [account.id, isAccounts, claim.collector],
  )
  const [row] = rows
  if (!row?.since) return
  const what = isAccounts ? 'credentials' : claim.collector
  const permission = ending.missingPermission ? `Missing permission: ${ending.missingPermission}` : null
  await notify(sql, {
    key: `feed ${account.id} ${what} ${row.since}`,
    ...{ about: 'feed', severity: isAccounts ? 'high' : 'medium', account: account.id, path: links.sync() },
    title: isAccounts
      ? `AWS does not accept our credentials of ${row.name} any more`
      : `The feed ${claim.collector} of ${row.name} is not permitted any more`,
    body: [ending.error, permission].filter((line) => line !== null && line !== undefined).join('\n'),
  })
}
