import { type Fragment, sql } from '#server/platform/sql.ts'
import { standsAt, undoneBy } from '#server/response/taken-back.ts'
import { register } from '../register.ts'
import { accountIn, type FactScope } from '../scope.ts'

const askedFor = (scope: FactScope): Fragment =>
  sql`${accountIn(scope, sql`r.account_id`)} and r.requested_at is not null`

export const responseRuns = register({
  name: 'response-runs',
  title: 'Response runs that were asked for',
  narrows: 'accounts',
  listed: 500,
  columns: [
    ['number', 'word', sql`r.number`],
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['action', 'word', sql`r.action`],
    ['target_kind', 'word', sql`r.target_kind`],
    ['targets', 'word', sql`r.targets`],
    ['state', 'word', sql`r.state`],
    ['reason', 'text', sql`r.reason`],
    ['category', 'word', sql`r.category`],
    ['by', 'text', sql`r.by_name`],
    ['requested_at', 'time', sql`r.requested_at`],
    ['approval', 'word', sql`r.approval`],
    ['decided_by', 'text', sql`r.decided_by_name`],
    ['decided_at', 'time', sql`r.decided_at`],
    ['decision_note', 'text', sql`r.decision_note`],
    ['finished_at', 'time', sql`r.finished_at`],
    ['contained_in_s', 'word', sql`round(r.contained_in_s::numeric, 1)`],
    ['undone_by', 'word', undoneBy],
    ['incident', 'word', sql`(select i.number from incidents i where i.id = r.incident_id)`],
  ],
  rows: (scope) => sql`from response_runs r join aws_accounts w on w.id = r.account_id
    where ${askedFor(scope)} order by r.number desc`,
})

export const responseTargets = register({
  name: 'response-targets',
  title: 'Response runs, target by target',
  narrows: 'accounts',
  listed: 0,
  byName: true,
  columns: [
    ['run', 'word', sql`r.number`],
    ['n', 'order', sql`t.n`],
    ['action', 'word', sql`t.action`],
    ['subject_kind', 'word', sql`t.kind`],
    ['subject', 'subject', sql`t.name`],
    ['state', 'word', standsAt],
    ['error', 'text', sql`t.error`],
    ['aws_request_id', 'word', sql`t.request_id`],
    ['applied_at', 'time', sql`t.applied_at`],
    ['confirmed_at', 'time', sql`t.confirmed_at`],
    ['contained_at', 'time', sql`t.contained_at`],
    ['proved_at', 'time', sql`t.proved_at`],
  ],
  rows: (scope) => sql`from response_targets t join response_runs r on r.id = t.run_id
    where ${askedFor(scope)} order by r.number desc, t.n`,
})
