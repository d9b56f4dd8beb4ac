import { sql } from '#server/platform/sql.ts'
import { register } from '../register.ts'
import { accountIn } from '../scope.ts'

export const policies = register({
  name: 'policies',
  title: 'Policies with their default version',
  narrows: 'accounts',
  listed: 0,
  columns: [
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['policy', 'text', sql`p.name`],
    ['default_version', 'word', sql`p.default_version_id`],
    ['versions', 'word', sql`p.version_count`],
    ['targets', 'word', sql`p.target_count`],
    ['lints', 'word', sql`l.lints`],
    ['document', 'text', sql`v.document`],
    ['created_at', 'time', sql`p.created_at`],
    ['changed_at', 'time', sql`p.changed_at`],
  ],
  rows: (
    scope,
  ) => sql`from policies p join aws_accounts w on w.id = p.account_id left join policy_lints l on l.policy_row_id = p.id
    left join policy_versions v on v.policy_row_id = p.id and v.is_default and v.gone_at is null
    where ${accountIn(scope, sql`p.account_id`)} and p.gone_at is null order by p.id`,
})
