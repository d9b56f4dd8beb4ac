import { sql } from '#server/platform/sql.ts'
import { findingIn } from '../facts/checks.ts'
import { register } from '../register.ts'
import { accountIn } from '../scope.ts'

export const findings = register({
  name: 'findings',
  title: 'Findings that are open, suppressed ones among them',
  narrows: 'groups',
  listed: 0,
  byName: true,
  columns: [
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['check', 'text', sql`f.check_id`],
    ['severity', 'word', sql`f.severity`],
    ['subject_kind', 'word', sql`f.subject_kind`],
    ['subject', 'subject', sql`f.subject`],
    ['reason', 'text', sql`f.reason`],
    ['detail', 'text', sql`f.detail`],
    ['sources', 'word', sql`array_to_string(f.sources, '; ')`],
    ['first_seen_at', 'time', sql`f.first_seen_at`],
    ['opened_at', 'time', sql`f.opened_at`],
    ['reopened', 'word', sql`f.reopened`],
    ['owner', 'text', sql`f.owner_name`],
    ['suppression', 'word', sql`f.suppression_id`],
    ['id', 'word', sql`f.id`],
  ],
  rows: (scope) => sql`from findings f join aws_accounts w on w.id = f.account_id
    where f.open and ${accountIn(scope, sql`f.account_id`)} and ${findingIn(scope)} order by f.check_id, f.id`,
})

export const suppressions = register({
  name: 'suppressions',
  title: 'Decisions to suppress findings, with their reasons',
  narrows: 'accounts',
  listed: 500,
  columns: [
    ['id', 'word', sql`s.id`],
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['check', 'text', sql`s.check_id`],
    ['subject_kind', 'word', sql`s.subject_kind`],
    ['subject', 'subject', sql`s.subject`],
    ['reason', 'text', sql`s.reason`],
    ['why', 'text', sql`s.why`],
    ['owner', 'text', sql`s.owner_name`],
    ['by', 'text', sql`s.by_name`],
    ['at', 'time', sql`s.at`],
    ['state', 'word', sql`s.state`],
    ['decided_by', 'text', sql`s.decided_name`],
    ['decided_at', 'time', sql`s.decided_at`],
    ['expires_at', 'time', sql`s.expires_at`],
    ['hid', 'word', sql`s.hid`],
    ['in_aws', 'word', sql`s.in_aws`],
  ],
  rows: (scope) => sql`from finding_suppressions s left join aws_accounts w on w.id = s.account_id
    where s.account_id is null or ${accountIn(scope, sql`s.account_id`)}
    order by s.state in ('active', 'waiting') desc, s.id desc`,
})
