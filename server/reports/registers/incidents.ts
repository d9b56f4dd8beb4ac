import { sql } from '#server/platform/sql.ts'
import { register } from '../register.ts'
import { accountIn, thingNamedIn } from '../scope.ts'

export const incidents = register({
  name: 'incidents',
  title: 'Incidents, with times to contain',
  narrows: 'groups',
  listed: 500,
  columns: [
    ['number', 'word', sql`i.number`],
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['client_id', 'name', sql`i.client_id`],
    ['thing', 'name', sql`i.thing_name`],
    ['cause', 'word', sql`i.cause`],
    ['severity', 'word', sql`i.severity`],
    ['state', 'word', sql`i.state`],
    ['exercise', 'word', sql`i.drill`],
    ['take_overs', 'word', sql`i.kicks`],
    ['assigned_to', 'text', sql`i.assignee_name`],
    ['first_at', 'time', sql`i.first_at`],
    ['last_at', 'time', sql`i.last_at`],
    ['aware_at', 'time', sql`i.aware_at`],
    ['acknowledged_at', 'time', sql`i.acknowledged_at`],
    ['contained_at', 'time', sql`i.contained_at`],
    ['resolved_at', 'time', sql`i.resolved_at`],
    [
      'contained_in_s',
      'word',
      sql`round(extract(epoch from i.contained_at - coalesce(i.aware_at, i.opened_at))::numeric, 1)`,
    ],
    ['reopened', 'word', sql`i.reopened`],
  ],
  rows: (scope) => sql`from incidents i join aws_accounts w on w.id = i.account_id
    where ${accountIn(scope, sql`i.account_id`)}
      and ${thingNamedIn(scope, sql`i.account_id`, sql`coalesce(i.thing_name, i.client_id)`)} order by i.number desc`,
})
