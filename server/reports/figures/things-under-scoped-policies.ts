import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { liveThing, thingsIn } from './parts/things.ts'

// Its cost is that of the things under wide policies: a fleet that all hangs on one wide policy is scanned once.
export default figure({
  title: 'Things whose policies reach no other thing',
  path: links.policies(),
  reads: ['policies', 'policy-targets', 'thing-principals'],
  narrows: 'groups',
  sql: (scope) => sql`with wide as (
      select p.id from policies p where ${accountIn(scope, sql`p.account_id`)} and p.gone_at is null
        and exists (select from policy_reach r where r.policy_row_id = p.id and r.reaches > 0)),
    exposed as (
      select l.thing_row_id from policy_targets x join certificates c on c.id = x.certificate_row_id and c.status = 'ACTIVE'
        join thing_certificates l on l.certificate_row_id = c.id where x.policy_row_id in (select id from wide)
      union select m.thing_row_id from policy_targets x join thing_group_members m on m.group_row_id = x.group_row_id
        where x.policy_row_id in (select id from wide)),
    counted as (
      select (select count(*) from things t where ${liveThing(scope)} and t.id in (select thing_row_id from exposed)) as exposed,
        ${thingsIn(scope)} as things, (select count(*) from policy_reach_passes p where ${accountIn(scope, sql`p.account_id`)}) as passes,
        (select min(p.at) from policy_reach_passes p where ${accountIn(scope, sql`p.account_id`)}) as at)
    select case when passes = ${scope.accounts.length}::int then things - exposed end as value, things as of, at, exposed as failing,
      'How far policies reach was not measured in every account' as why_not from counted`,
})
