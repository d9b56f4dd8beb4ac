import { responder } from '#contract/response-settings.ts'
import type { Sql } from '#server/platform/db.ts'
import type { Allowance } from './judge.ts'
import { readGuards } from './settings.ts'

type Row = { role_arn: string | null; quarantine: string | null; enabled: boolean; used: number }

/**
 * What is allowed in an account at `now`. `except`: a run whose waiting targets do not count against itself.
 * Throws nothing for an account that is not there: nothing is allowed in it.
 */
export async function allowanceOf(
  sql: Sql,
  { account, now, except = null }: { account: number; now: Date; except?: string | null },
): Promise<Allowance> {
  const guards = await readGuards(sql)
  const { rows } = await sql.query<Row>(
    `select r.role_arn, r.quarantine, a.enabled,
       (select count(*) from response_targets t where t.account_id = a.id and t.attempted_at > $2::timestamptz - interval '1 hour'
         and t.run_id is distinct from $3::uuid)
       + (select count(*) from response_targets t where t.account_id = a.id and t.open and t.attempted_at is null
         and t.run_id is distinct from $3::uuid) as used
     from aws_accounts a left join responders r on r.account_id = a.id where a.id = $1`,
    [account, now, except],
  )
  const row = rows[0]
  return {
    guards,
    used: row?.used ?? 0,
    responder: {
      roleArn: row?.role_arn ?? null,
      quarantine: responder.shape.quarantine.catch('unknown').parse(row?.quarantine),
    },
    watched: row?.enabled ?? false,
  }
}
