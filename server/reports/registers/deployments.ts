import { versionsText } from '#server/deployments/versions-text.ts'
import { sql } from '#server/platform/sql.ts'
import { register } from '../register.ts'
import { accountIn } from '../scope.ts'

export const deployments = register({
  name: 'deployments',
  title: 'Deployments of software, with counts by state',
  narrows: 'accounts',
  listed: 500,
  columns: [
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['kind', 'word', sql`d.kind`],
    ['name', 'text', sql`d.name`],
    ['title', 'text', sql`d.title`],
    ['aws_status', 'word', sql`d.aws_status`],
    ['health', 'word', sql`d.health`],
    ['security', 'word', sql`d.security`],
    ['continuous', 'word', sql`d.continuous`],
    ['targets', 'text', sql`array_to_string(d.targets, '; ')`],
    ['packages', 'text', versionsText(sql`d.packages`)],
    ['components', 'text', versionsText(sql`d.components`)],
    ['queued', 'word', sql`d.queued`],
    ['in_progress', 'word', sql`d.in_progress`],
    ['succeeded', 'word', sql`d.succeeded`],
    ['failed', 'word', sql`d.failed`],
    ['timed_out', 'word', sql`d.timed_out`],
    ['rejected', 'word', sql`d.rejected`],
    ['removed', 'word', sql`d.removed`],
    ['canceled', 'word', sql`d.canceled`],
    ['stalled', 'word', sql`d.stalled`],
    ['created_at', 'time', sql`d.created_at`],
    ['completed_at', 'time', sql`d.completed_at`],
  ],
  rows: (scope) => sql`from deployments d join aws_accounts w on w.id = d.account_id
    where ${accountIn(scope, sql`d.account_id`)} order by d.created_at desc nulls last, d.id desc`,
})
