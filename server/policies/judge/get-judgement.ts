import type { Judgement, Reach } from '#contract/policy-judgement.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { capabilities } from '../capabilities/capabilities.ts'
import { type Prediction, wouldBreak } from '../connect/would-break.ts'
import { principalOf } from '../evaluate/principal.ts'
import { lintPolicy } from '../lint/lint.ts'
import { policyRowId } from '../queries.ts'
import { policyFacts } from './policy-facts.ts'

/** What there is to say about a policy and how far it reaches. Throws a Refusal when the account never had it. */
export async function getJudgement(context: Context, one: { account: number; name: string }): Promise<Judgement> {
  const { pool } = context.database
  const id = await policyRowId(context, one)
  const [facts] = await policyFacts(pool, one.account, [id])
  const lints = facts ? lintPolicy(facts) : []
  const asked = lints.some(({ breaks }) => breaks === 'client-ids')
  const predicted = asked ? await wouldBreak(pool, one.account, [id], { except: [], exceptOf: [] }) : null
  return {
    document: facts?.versions.find(({ isDefault }) => isDefault)?.document ?? null,
    lints,
    ...(await byExample(pool, one, id)),
    reach: await reachOf(pool, id),
    wouldBreak: predicted && {
      devices: predicted.breaking,
      count: predicted.count,
      capped: predicted.capped,
      checked: checkedOn(predicted),
    },
  }
}

/** What the policy by itself lets the first holder do that is found. */
async function byExample(sql: Sql, { account, name }: { account: number; name: string }, id: string) {
  const { rows } = await sql.query<{ certificateId: string }>(
    `(select c.certificate_id as "certificateId" from policy_targets a join certificates c on c.id = a.certificate_row_id
       where a.policy_row_id = $1 and c.gone_at is null order by c.status = 'ACTIVE' desc, a.target limit 1)
     union all
     (select c.certificate_id from policy_targets a join thing_group_members m on m.group_row_id = a.group_row_id
       join thing_certificates l on l.thing_row_id = m.thing_row_id join certificates c on c.id = l.certificate_row_id
       where a.policy_row_id = $1 and c.gone_at is null limit 1) limit 1`,
    [id],
  )
  const certificateId = rows[0]?.certificateId
  if (certificateId === undefined) return { capabilities: [], holder: null }
  const principal = await principalOf(sql, account, certificateId)
  const held = principal.policies.filter((policy) => policy.name === name)
  const through = held.flatMap((policy) => policy.through ?? [])
  const clientId = through[0] ?? principal.things[0]?.name ?? 'any-client-id'
  return { capabilities: capabilities({ ...principal, policies: held }, clientId), holder: { certificateId, clientId } }
}

async function reachOf(sql: Sql, id: string): Promise<Reach[]> {
  type Row = Omit<Reach, 'reaches' | 'of' | 'at'> & { reaches: string; of: string; at: Date }
  const { rows } = await sql.query<Row>(
    `select kind, reaches, "of", pattern, patterns, more, at from policy_reach where policy_row_id = $1
     order by array_position(array['client-id', 'topic', 'shadow'], kind)`,
    [id],
  )
  return rows.map((row) => ({ ...row, reaches: Number(row.reaches), of: Number(row.of), at: row.at.toISOString() }))
}

function checkedOn({ records, recordsSince, sessions }: Prediction): string {
  const use =
    records > 0 && recordsSince
      ? `By the client IDs in the latest ${records} connection records since ${recordsSince.toISOString()}, and ${sessions} sessions whose client ID is not their thing's name.`
      : 'No record tells which client IDs connect: only presence was looked at.'
  return `${use} Topics in use are not recorded. A device may have another policy that lets it in.`
}
