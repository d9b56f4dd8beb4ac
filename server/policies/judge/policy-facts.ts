import type { Sql } from '#server/platform/db.ts'
import type { PolicyFacts } from '../lint/rule.ts'

type Row = Omit<PolicyFacts, 'crossings'> & { id: string; crossings: PolicyFacts['crossings'] }

/** What the linter takes of these policies of an account, by row id. */
export async function policyFacts(sql: Sql, account: number, ids: string[]): Promise<(PolicyFacts & { id: string })[]> {
  const { rows } = await sql.query<Row>(
    `select p.id::text as id, p.name, a.aws_account_id as "awsAccountId", a.region, p.target_count as targets, l.crossings,
       (select max(c.policy_count) from policy_targets t join certificates c on c.id = t.certificate_row_id
        where t.policy_row_id = p.id and c.gone_at is null) as "mostOnOneCertificate",
       (select case when count(*) = 1 then min(h.name) end from policy_targets t
        join thing_certificates k on k.certificate_row_id = t.certificate_row_id join things h on h.id = k.thing_row_id
        where t.policy_row_id = p.id and p.target_count = 1 and h.gone_at is null) as "onlyThing",
       coalesce((select json_agg(json_build_object('versionId', v.version_id, 'isDefault', v.is_default, 'document', v.document)
         order by v.version_id) from policy_versions v where v.policy_row_id = p.id and v.gone_at is null), '[]') as versions
     from policies p join aws_accounts a on a.id = p.account_id left join policy_lints l on l.policy_row_id = p.id
     where p.account_id = $1 and p.id = any($2::bigint[]) order by p.id`,
    [account, ids],
  )
  return rows
}
