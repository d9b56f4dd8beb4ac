import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

// Roles are judged by Device Defender, not by us.
const names = [
  'UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK',
  'AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK',
  'IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK',
  'IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK',
]

export default figure({
  title: 'Roles of Cognito users and role aliases that permit too much',
  path: links.audits(),
  reads: ['audits', 'audit-findings'],
  narrows: 'accounts',
  sql: (scope) => sql`with ran as (select count(distinct (r.account_id, r.check_name)) as n from audit_check_runs r
      where ${accountIn(scope, sql`r.account_id`)} and r.check_name = any(${names}::text[]) and r.compliant is not null
        and r.started_at >= ${daysBefore(scope, 30)}),
    -- One may be open for several reasons.
    open as (select count(distinct (f.account_id, f.check_id, f.subject)) as n from findings f where ${accountIn(scope, sql`f.account_id`)}
      and f.check_id = any(${names}::text[]) and f.open and f.suppression_id is null),
    judged as (select open.n, open.n > 0 or ran.n = ${names.length * scope.accounts.length}::int as told from ran, open)
    select case when told then n end as value, null::bigint as of, n as failing,
      case when not told then 'Device Defender did not judge all of them in 30 days in every account' end as why_not from judged`,
})
