import type { Sql } from '#server/platform/db.ts'
import type { ThingFacts } from '../facts.ts'
import { chosen, type Of, type Which } from './which.ts'

/** What is known of things, with their groups and presence. */
export async function loadThings(sql: Sql, of: Of, which: Which): Promise<ThingFacts[]> {
  const { where, limit, value } = chosen(which)
  const { rows } = await sql.query<ThingFacts & { since: Date | null }>({
    name: `findings-things-${limit ? 'next' : 'these'}`,
    text: `SELECT t.id::text AS "rowId", t.name, t.type_name AS type, t.first_seen_at AS "firstSeenAt",
         ARRAY(SELECT g.name FROM thing_group_members m JOIN thing_groups g ON g.id = m.group_row_id AND g.gone_at IS NULL
           WHERE m.thing_row_id = t.id ORDER BY 1) AS groups,
         CASE WHEN k.thing_row_id IS NOT NULL THEN t.certificate_count END AS certificates,
         t.active_certificates AS "activeCertificates", cardinality(t.other_principals) AS "otherPrincipals", p.since,
         CASE WHEN p.thing_row_id IS NOT NULL THEN json_build_object('connected', p.connected, 'clientId', p.client_id,
           'gapsObserved', p.gaps_observed, 'typicalGapS', p.typical_gap_s, 'longestGapS', p.longest_gap_s) END AS presence
       FROM (SELECT * FROM things WHERE account_id = $1 AND gone_at IS NULL AND ${where} ORDER BY id ${limit}) t
       LEFT JOIN thing_principal_checks k ON k.thing_row_id = t.id
       LEFT JOIN presence p ON p.thing_row_id = t.id
       ORDER BY t.id`,
    values: [of.id, value],
  })
  for (const row of rows) {
    if (row.presence) row.presence.since = row.since
  }
  return rows
}
