import type { IncidentRule } from '#contract/incident-rules.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'

type Row = Omit<IncidentRule, 'changedAt'> & { changedAt: Date }

/** Every rule that makes incidents of findings, in the order in which they are tried. */
export async function listIncidentRules(
  { database }: Pick<Context, 'database'>,
  connection: Sql = database.pool,
): Promise<IncidentRule[]> {
  const { rows } = await connection.query<Row>(
    `select r.id::text as id, r.name, r.enabled, r.account_id as account, r.checks, r.min_severity as "minSeverity", r.types, r.groups,
       r.opens, r.most_per_hour as "mostPerHour", r.version, r.changed_at as "changedAt", r.changed_by as "changedBy",
       (select count(*)::int from incidents i where i.rule_id = r.id) as opened
     from incident_rules r order by r.name`,
  )
  return rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() }))
}
