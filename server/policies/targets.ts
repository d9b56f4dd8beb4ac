import type { PolicyTarget } from '#contract/policies.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { policyRowId } from './queries.ts'

type Row = {
  kind: PolicyTarget['kind']
  target: string
  known: boolean
  status: string | null
  things: string[]
  first_seen_at: Date
}

/** What a policy is attached to, by kind and name. Throws a Refusal when the account never had the policy. */
export async function policyTargets(
  context: Context,
  input: { account: number; name: string; cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: PolicyTarget[]; nextCursor: string | null }> {
  const { cursor, limit = 100 } = input
  const [kind, target] = decodeCursor(cursor, 2)?.map(String) ?? ['', '']
  const rowId = await policyRowId(context, input)
  const { rows } = await context.database.pool.query<Row>(
    `select a.kind, a.target, a.first_seen_at, c.status, c.id is not null or g.id is not null as known,
       case when a.certificate_row_id is not null then array(
         select t.name from thing_certificates l join things t on t.id = l.thing_row_id
         where l.certificate_row_id = a.certificate_row_id and t.gone_at is null order by l.thing_row_id limit 3)
       else array(select m.thing_name from thing_group_members m where m.group_row_id = a.group_row_id order by m.thing_name limit 3)
       end as things
     from policy_targets a left join certificates c on c.id = a.certificate_row_id left join thing_groups g on g.id = a.group_row_id
     where a.policy_row_id = $1 and (a.kind, a.target) > ($2, $3) order by a.kind, a.target limit $4`,
    [rowId, kind, target, limit + 1],
  )
  return toPage(
    rows,
    limit,
    ({ first_seen_at, ...row }) => ({ ...row, firstSeenAt: first_seen_at.toISOString() }),
    (row) => [row.kind, row.target],
  )
}
