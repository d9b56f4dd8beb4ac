import { type Drill, drill } from '#contract/incidents.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { iso } from './row.ts'

export type DrillRow = {
  id: string
  account_id: number
  scenario: string
  state: string
  by_name: string
  created_at: Date
  started_at: Date | null
  ends_at: Date | null
  client_ids: string[]
  error: string | null
  incident: Drill['incident']
}

/** What is read of a drill `d`, with the incident its client IDs led to. */
export const drillColumns: Fragment = sql`d.id, d.account_id, d.scenario, d.state, d.by_name, d.created_at, d.started_at, d.ends_at,
  d.client_ids, d.error, (select jsonb_build_object('id', i.id, 'number', i.number, 'state', i.state, 'openedAt', i.opened_at,
    'acknowledgedAt', i.acknowledged_at, 'containedAt', i.contained_at, 'resolvedAt', i.resolved_at) from incidents i
    where i.account_id = d.account_id and i.drill is not null and i.client_id = any(d.client_ids) and i.last_at >= d.started_at
    order by i.state = 'merged', i.opened_at limit 1) as incident`

const drillsShown = 50

/** The latest exercises, newest first. */
export async function listDrills(context: Context, { account }: { account?: number | undefined }): Promise<Drill[]> {
  const accounts = await accountsInScope(context, account)
  const { rows } = await context.database.pool.query<DrillRow>(
    toQuery(sql`select ${drillColumns} from drills d where d.account_id = any(${accounts}::int[])
      order by d.created_at desc, d.id limit ${drillsShown}`),
  )
  return rows.map(toDrill)
}

export function toDrill(row: DrillRow): Drill {
  return {
    id: row.id,
    account: row.account_id,
    scenario: drill.shape.scenario.parse(row.scenario),
    state: drill.shape.state.parse(row.state),
    by: row.by_name,
    at: row.created_at.toISOString(),
    startedAt: iso(row.started_at),
    endsAt: iso(row.ends_at),
    clientIds: row.client_ids,
    incident: row.incident && {
      ...row.incident,
      openedAt: new Date(row.incident.openedAt).toISOString(),
      acknowledgedAt: inUtc(row.incident.acknowledgedAt),
      containedAt: inUtc(row.incident.containedAt),
      resolvedAt: inUtc(row.incident.resolvedAt),
    },
    error: row.error,
  }
}

// PostgreSQL's JSON has times with an offset.
const inUtc = (time: string | null) => time && new Date(time).toISOString()
