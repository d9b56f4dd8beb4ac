import { sql } from '#server/platform/sql.ts'
import { register } from '../register.ts'
import { accountIn, thingNamedIn } from '../scope.ts'

export const software = register({
  name: 'software',
  title: 'Software that things say they run, and the version that is meant where it is another',
  narrows: 'groups',
  listed: 0,
  byName: true,
  columns: [
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['thing', 'name', sql`s.thing`],
    ['source', 'word', sql`s.source`],
    ['package', 'text', sql`s.package`],
    ['version', 'text', sql`s.version`],
    ['since', 'time', sql`s.since`],
    ['intended', 'text', sql`d.intended`],
    ['stands', 'word', sql`d.kind`],
    ['stands_since', 'time', sql`d.since`],
  ],
  rows: (scope) => sql`from thing_software s join aws_accounts w on w.id = s.account_id
    left join software_drift d on d.account_id = s.account_id and d.thing = s.thing and d.package = s.package
      and d.kind in ('behind', 'ahead', 'other')
    where ${accountIn(scope, sql`s.account_id`)} and ${thingNamedIn(scope, sql`s.account_id`, sql`s.thing`)}
    order by s.account_id, s.thing, s.source, s.package`,
})

export const softwareChanges = register({
  name: 'software-changes',
  title: 'Changes of software to an older version, or that no deployment announced',
  narrows: 'groups',
  listed: 0,
  byName: true,
  columns: [
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['at', 'time', sql`s.at`],
    ['kind', 'word', sql`s.kind`],
    ['thing', 'name', sql`s.thing`],
    ['source', 'word', sql`s.source`],
    ['package', 'text', sql`s.package`],
    ['from_version', 'text', sql`s.from_version`],
    ['version', 'text', sql`s.version`],
  ],
  rows: (scope) => sql`from software_changes s join aws_accounts w on w.id = s.account_id
    where ${accountIn(scope, sql`s.account_id`)} and s.kind in ('unannounced', 'downgrade')
      and ${thingNamedIn(scope, sql`s.account_id`, sql`s.thing`)} order by s.at desc, s.id desc`,
})

export const unupdatable = register({
  name: 'cannot-be-updated',
  title: 'Things that cannot be updated, with plan, owner and day',
  narrows: 'groups',
  listed: 100,
  byName: true,
  columns: [
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['thing', 'name', sql`u.thing`],
    ['why', 'word', sql`case when u.declared_why is null then u.found_why else 'declared' end`],
    ['says', 'text', sql`coalesce(u.declared_why, u.found_says)`],
    ['since', 'time', sql`coalesce(u.declared_at, u.found_since)`],
    ['plan', 'text', sql`u.plan`],
    ['owner', 'text', sql`u.owner_name`],
    ['due', 'word', sql`u.due`],
    ['done_at', 'time', sql`u.done_at`],
    ['done_by', 'text', sql`u.done_by`],
  ],
  rows: (scope) => sql`from unupdatable_things u join aws_accounts w on w.id = u.account_id
    where ${accountIn(scope, sql`u.account_id`)} and coalesce(u.found_why, u.declared_why, u.plan) is not null
      and ${thingNamedIn(scope, sql`u.account_id`, sql`u.thing`)} order by u.due nulls first, u.account_id, u.thing`,
})
