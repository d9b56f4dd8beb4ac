import type { Readable } from 'node:stream'
import type { DeploymentFilters, DriftFilters, ExecutionFilters, UnupdatableFilters } from '#contract/deployments.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { every, sql } from '#server/platform/sql.ts'
import { driftConditions } from './queries/drift.ts'
import { executionConditions } from './queries/executions.ts'
import { requireDeployment } from './queries/get.ts'
import { conditionsOf, orderOf } from './queries/list.ts'
import { registerColumns, registerConditions } from './queries/unupdatable.ts'
import { versionsText } from './versions-text.ts'

/** The deployments of the list, in its order, as CSV. The reader may leave at any time. */
export async function exportDeployments(context: Context, filters: DeploymentFilters): Promise<Readable> {
  const accounts = await accountsInScope(context, filters.account)
  return csvExport(context.database.pool, [
    sql`select w.aws_account_id, w.region, d.kind, ${plainCell(sql`d.name`)} as name, ${plainCell(sql`d.title`)} as title,
        d.health, d.aws_status, d.security::text as security,
        d.continuous::text as continuous, ${plainCell(sql`d.description`)} as description,
        ${plainCell(sql`array_to_string(d.targets, '; ')`)} as targets, ${plainCell(versionsText(sql`d.packages`))} as packages,
        ${plainCell(versionsText(sql`d.components`))} as components,
        d.queued, d.in_progress, d.succeeded, d.failed, d.timed_out, d.rejected, d.removed, d.canceled, d.stalled, d.eta_s,
        ${isoCell(sql`d.created_at`)} as created_at, ${isoCell(sql`d.counts_changed_at`)} as changed_at,
        ${isoCell(sql`d.completed_at`)} as completed_at, ${isoCell(sql`d.counts_at`)} as seen_at
      from deployments d join aws_accounts w on w.id = d.account_id
      where d.account_id = any(${accounts}) and ${every(conditionsOf(filters))} order by ${orderOf(filters)}`,
  ])
}

/** The devices of one deployment as CSV. Throws a Refusal when there is no such deployment. */
export async function exportExecutions(
  context: Context,
  { id, ...filters }: ExecutionFilters & { id: string },
): Promise<Readable> {
  const deployment = Number(await requireDeployment(context.database.pool, id))
  return csvExport(context.database.pool, [
    sql`select w.aws_account_id, w.region, d.kind, ${plainCell(sql`d.name`)} as deployment, ${plainCell(sql`d.title`)} as title,
        ${plainCell(sql`e.thing`)} as thing, e.status, p.connected::text as connected, ${plainCell(sql`e.message`)} as message, e.attempt,
        ${isoCell(sql`e.queued_at`)} as queued_at, ${isoCell(sql`e.started_at`)} as started_at,
        ${isoCell(sql`e.updated_at`)} as updated_at, ${isoCell(sql`e.times_out_at`)} as times_out_at,
        e.stall_counts::text as stalled, e.stall_cause, ${plainCell(sql`e.stall_says`)} as stall_says, ${isoCell(sql`e.stall_since`)} as held_up_since
      from deployment_executions e join deployments d on d.id = e.deployment_id join aws_accounts w on w.id = d.account_id
        left join things t on t.account_id = e.account_id and t.name = e.thing and t.gone_at is null
        left join presence p on p.thing_row_id = t.id
      where e.deployment_id = ${deployment} and ${every(executionConditions(filters))} order by e.thing`,
  ])
}

/** Things that run another version than is meant for them, as CSV. */
export async function exportDrift(context: Context, filters: DriftFilters): Promise<Readable> {
  const accounts = await accountsInScope(context, filters.account)
  return csvExport(context.database.pool, [
    sql`select w.aws_account_id, w.region, ${plainCell(sql`s.thing`)} as thing, ${plainCell(sql`s.package`)} as package, s.kind,
        ${plainCell(sql`s.version`)} as version, ${plainCell(sql`s.intended`)} as intended,
        ${plainCell(sql`s.from_version`)} as from_version, ${isoCell(sql`s.since`)} as since
      from software_drift s join aws_accounts w on w.id = s.account_id
      where s.account_id = any(${accounts}) and ${every(driftConditions(filters))} order by s.account_id, s.thing, s.package, s.kind`,
  ])
}

/** The register of things that cannot be updated, as CSV. */
export async function exportUnupdatable(context: Context, filters: UnupdatableFilters): Promise<Readable> {
  const accounts = await accountsInScope(context, filters.account)
  return csvExport(context.database.pool, [
    sql`select w.aws_account_id, w.region, ${plainCell(sql`r.thing`)} as thing, r.why, ${plainCell(sql`r.says`)} as says,
        ${isoCell(sql`r.since`)} as since, r.state, ${plainCell(sql`r.plan`)} as plan, ${plainCell(sql`r.owner_name`)} as owner, r.due
      from (select ${registerColumns(context.now)} from unupdatable_things u
        where u.account_id = any(${accounts}) and ${every(registerConditions(filters, context.now))}) r
        join aws_accounts w on w.id = r.account_id order by r.account_id, r.thing`,
  ])
}
