import { sql } from '#server/platform/sql.ts'
import { register } from '../register.ts'
import { accountIn, thingIn } from '../scope.ts'

export const things = register({
  name: 'things',
  title: 'Things',
  narrows: 'groups',
  listed: 0,
  byName: true,
  columns: [
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['thing', 'name', sql`t.name`],
    ['type', 'text', sql`t.type_name`],
    ['billing_group', 'text', sql`t.billing_group`],
    [
      'attributes',
      'attributes',
      sql`(select string_agg(a.key || '=' || a.value, '; ' order by a.key) from jsonb_each_text(t.attributes) a)`,
    ],
    ['certificates', 'word', sql`t.certificate_count`],
    ['active_certificates', 'word', sql`t.active_certificates`],
    ['credential_health', 'word', sql`t.credential_health`],
    ['credential_not_after', 'time', sql`t.credential_not_after`],
    ['connected', 'word', sql`p.connected`],
    ['connected_since', 'time', sql`p.since`],
    ['client_id', 'name', sql`p.client_id`],
    ['disconnect_reason', 'word', sql`p.disconnect_reason`],
    ['first_seen_at', 'time', sql`t.first_seen_at`],
    ['changed_at', 'time', sql`t.changed_at`],
  ],
  rows: (
    scope,
  ) => sql`from things t join aws_accounts w on w.id = t.account_id left join presence p on p.thing_row_id = t.id
    where ${accountIn(scope, sql`t.account_id`)} and t.gone_at is null and ${thingIn(scope, sql`t.id`)} order by t.id`,
})
