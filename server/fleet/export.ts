import type { Readable } from 'node:stream'
import type { ThingFilters } from '#contract/things.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { inListOrder } from '#server/platform/list-statements.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { healthAt } from './queries/thing-conditions.ts'
import { thingList } from './queries/thing-order.ts'
import { presenceWord } from './queries/thing-row.ts'

/** The things of the list, in its order, as CSV. The reader may leave at any time. */
export async function exportThings(context: Context, filters: ThingFilters): Promise<Readable> {
  const accounts = await accountsInScope(context, filters.account)
  const list = thingList(filters, context.now)
  const selects = list.stretches.map((stretch) => {
    const from = sql`${stretch.set.from} join aws_accounts w on w.id = t.account_id ${groupsOfThing}`
    return sql`select ${columns(context.now)} ${inListOrder(list, stretch, accounts, from)}`
  })
  return csvExport(context.database.pool, selects)
}

const columns = (now: Date): Fragment => sql`w.aws_account_id, w.region, ${plainCell(sql`t.name`)} as name,
  ${plainCell(sql`t.type_name`)} as type, ${plainCell(sql`t.billing_group`)} as billing_group,
  ${plainCell(sql`in_groups.names`)} as groups, t.attributes::text as attributes,
  ${presenceWord} as presence, ${isoCell(sql`p.since`)} as presence_since, ${plainCell(sql`p.disconnect_reason`)} as disconnect_reason,
  ${plainCell(sql`p.client_id`)} as client_id, ${healthAt(now)} as credential_health,
  ${isoCell(sql`t.credential_not_after`)} as credential_expires_at, t.certificate_count as certificates,
  t.active_certificates, ${plainCell(sql`t.arn`)} as arn, ${plainCell(sql`t.thing_id`)} as thing_id, t.version,
  ${isoCell(sql`t.first_seen_at`)} as first_seen_at, ${isoCell(sql`t.changed_at`)} as changed_at,
  ${isoCell(sql`t.gone_at`)} as gone_at`

// Looked up name by name: OFFSET 0 keeps the planner from reading all groups again for every thing.
const groupsOfThing = sql`left join lateral (
  select string_agg(g.name, '; ' order by g.name) as names from thing_group_members m
  cross join lateral (select name from thing_groups o where o.id = m.group_row_id and not o.billing offset 0) g
  where m.thing_row_id = t.id) in_groups on true`
