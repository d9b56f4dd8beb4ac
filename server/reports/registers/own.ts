import { sql } from '#server/platform/sql.ts'
import { register } from '../register.ts'
import { accountIn } from '../scope.ts'

export const attestations = register({
  name: 'attestations',
  title: 'What people vouched for',
  narrows: 'nothing',
  listed: 500,
  columns: [
    ['id', 'word', sql`a.id`],
    ['control', 'word', sql`a.control_id`],
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['answer', 'word', sql`a.answer`],
    ['statement', 'text', sql`a.statement`],
    ['evidence', 'word', sql`case when a.link is null and a.file_id is null then 'none attached' else 'attached' end`],
    ['link', 'text', sql`a.link`],
    ['owner', 'text', sql`a.owner_name`],
    ['reviewed_at', 'time', sql`a.reviewed_at`],
    ['expires_at', 'time', sql`a.expires_at`],
    ['file', 'text', sql`f.name`],
    ['file_sha256', 'word', sql`f.sha256`],
    ['withdrawn_at', 'time', sql`a.withdrawn_at`],
    ['withdrawn_by', 'text', sql`a.withdrawn_by`],
    ['withdrawn_why', 'text', sql`a.withdrawn_why`],
  ],
  rows: (scope) => sql`from attestations a left join attestation_files f on f.id = a.file_id
    left join aws_accounts w on w.id = a.account_id
    where a.account_id is null or ${accountIn(scope, sql`a.account_id`)} order by a.id desc`,
})

export const feeds = register({
  name: 'feeds',
  title: 'Feeds that facts come from, and their ages',
  narrows: 'nothing',
  listed: 0,
  columns: [
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['feed', 'word', sql`c.collector`],
    ['last_outcome', 'word', sql`c.last_outcome`],
    ['last_success_at', 'time', sql`c.last_success_at`],
    ['last_finished_at', 'time', sql`c.last_finished_at`],
    ['missing_permission', 'word', sql`c.missing_permission`],
    ['last_error', 'text', sql`c.last_error`],
    ['seen', 'word', sql`c.seen`],
  ],
  rows: (scope) => sql`from collections c join aws_accounts w on w.id = c.account_id
    where ${accountIn(scope, sql`c.account_id`)} order by c.account_id, c.collector`,
})

/** How far back the extract of the trail goes. */
const trailDays = 90
const trailMs = trailDays * 86_400_000

export const trail = register({
  name: 'trail',
  title: `Trail of what was done, the last ${trailDays} days`,
  narrows: 'nothing',
  listed: 0,
  columns: [
    ['id', 'word', sql`a.id`],
    ['at', 'time', sql`a.at`],
    ['actor', 'text', sql`a.actor_name`],
    ['actor_role', 'word', sql`a.actor_role`],
    ['ip_address', 'address', sql`a.ip_address`],
    ['action', 'word', sql`a.action`],
    ['subject_kind', 'word', sql`a.object_kind`],
    ['subject', 'subject', sql`coalesce(a.object_name, a.subject)`],
    ['object_id', 'subject', sql`a.object_id`],
    ['reason', 'text', sql`a.reason`],
    ['result', 'word', sql`a.result`],
    ['detail', 'text', sql`json_in_words(a.detail)`],
    ['position', 'word', sql`s.position`],
    ['seal', 'word', sql`encode(s.hash, 'hex')`],
  ],
  rows: ({ now }) => sql`from activity a left join activity_seals s on s.activity_id = a.id
    where a.at >= ${new Date(now.getTime() - trailMs)} order by a.at desc, a.id desc`,
})
