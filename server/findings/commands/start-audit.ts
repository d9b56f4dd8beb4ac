import type pg from 'pg'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { enabledAuditChecks } from '../audits/enabled.ts'
import { announce } from './on-findings.ts'

/**
 * Queues an audit for the worker, who asks AWS for it in the responder's role. Changes nothing of the fleet, so that it
 * needs no plan and no second person. Throws a Refusal when it could not be asked for, or one waits already.
 */
export async function startAudit(
  context: Context,
  { account, checks }: { account: number; checks?: string[] | undefined },
): Promise<{ id: string }> {
  const attempted = {
    action: 'audit.requested',
    subject: `account ${account}`,
    detail: { account, checks: checks ?? 'all' },
  }
  return attempt(context, attempted, async (client, actor) => {
    await requireReady(client, account, checks)
    const { rows } = await client.query<{ id: string }>(
      `insert into audit_requests (account_id, checks, by_id, by_name, at) values ($1, $2, $3, $4, $5)
       on conflict (account_id) where state in ('wanted', 'sending') do nothing returning id::text as id`,
      [account, checks ?? null, actor.id, actor.name, context.now],
    )
    const [row] = rows
    if (!row) throw new Refusal('conflict', 'An audit of this account is being asked for already.')
    await recordMany(client, context, [{ ...attempted, object: { kind: 'audit-request', id: row.id } }])
    await announce(client, [account])
    await tell(client, { type: 'wake' })
    return row
  })
}

async function requireReady(client: pg.PoolClient, account: number, checks: string[] | undefined): Promise<void> {
  const { rows } = await client.query<{ enabled: boolean; role_arn: string | null }>(
    `select a.enabled, r.role_arn from aws_accounts a left join responders r on r.account_id = a.id where a.id = $1`,
    [account],
  )
  const [found] = rows
  if (!found) throw new Refusal('not-found', 'There is no such account.')
  if (!found.enabled) throw new Refusal('conflict', 'This account is not watched any more.')
  if (!found.role_arn) throw new Refusal('conflict', 'No responder role is configured for this account.')
  const enabled = await enabledAuditChecks(client, account)
  if (!enabled) throw new Refusal('conflict', 'The audit settings of this account have not been read yet.')
  if (enabled.length === 0) throw new Refusal('conflict', 'No audit check is turned on in this account.')
  const off = checks?.filter((check) => !enabled.includes(check)) ?? []
  if (off.length > 0) throw new Refusal('conflict', `Not turned on in this account: ${off.slice(0, 5).join(', ')}.`)
}
