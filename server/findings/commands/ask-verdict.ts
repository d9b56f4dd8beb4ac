import type pg from 'pg'
import type { VerificationState } from '#contract/behaviours.ts'
import type { Actor } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'

type Verdict = { account: number; violation: string; verification: VerificationState; note: string | null }

/**
 * Queues a verdict on one of Detect's own alarms for the worker, who tells AWS in the responder's role; the latest word
 * counts. Throws a Refusal when nobody could tell AWS.
 */
export async function askVerdict(client: pg.PoolClient, actor: Actor, verdict: Verdict, now: Date): Promise<void> {
  const { account, violation, verification, note } = verdict
  const { rows } = await client.query<{ enabled: boolean; role_arn: string | null }>(
    `select a.enabled, r.role_arn from aws_accounts a left join responders r on r.account_id = a.id where a.id = $1`,
    [account],
  )
  if (!rows[0]?.enabled) throw new Refusal('conflict', 'This account is not watched any more.')
  if (!rows[0].role_arn)
    throw new Refusal(
      'conflict',
      'No responder role is configured for this account: AWS cannot be told. Mark it there.',
    )
  await client.query(
    `insert into detect_verdicts (account_id, violation_id, verification, note, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (account_id, violation_id) do update set verification = excluded.verification, note = excluded.note,
       by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at, state = 'wanted', error = null, tried_at = null,
       applied_at = null`,
    [account, violation, verification, note, actor.id, actor.name, now],
  )
  await tell(client, { type: 'wake' })
}
