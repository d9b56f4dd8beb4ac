import type { Sql } from '#server/platform/db.ts'
import type { GroupFacts } from '../../action.ts'

type Row = { thing: number; name: string; dynamic: boolean; path: string[]; policies: string[] }

/** The thing groups that things are directly in, each with its place in its hierarchy and its policies. */
export async function groupsOfThings(sql: Sql, account: number, things: number[]): Promise<Map<number, GroupFacts[]>> {
  const { rows } = await sql.query<Row>(
    `WITH RECURSIVE direct AS (
       SELECT m.thing_row_id AS thing, m.group_row_id AS id FROM thing_group_members m
       WHERE m.thing_row_id = ANY($2::bigint[])
     ), up AS (
       SELECT g.id, g.name, g.parent_name, 0 AS depth FROM thing_groups g WHERE g.id IN (SELECT id FROM direct)
       UNION ALL
       SELECT up.id, p.name, p.parent_name, up.depth + 1 FROM up JOIN thing_groups p
         ON p.account_id = $1 AND NOT p.billing AND p.name = up.parent_name WHERE up.depth < 10
     ), paths AS (
       SELECT id, array_agg(name ORDER BY depth DESC) AS path FROM up GROUP BY id
     )
     SELECT d.thing, g.name, g.query_string IS NOT NULL AS dynamic, p.path,
       ARRAY(SELECT o.name FROM policy_targets x JOIN policies o ON o.id = x.policy_row_id
         WHERE x.group_row_id = g.id AND o.gone_at IS NULL ORDER BY o.name) AS policies
     FROM direct d JOIN thing_groups g ON g.id = d.id JOIN paths p ON p.id = d.id
     WHERE NOT g.billing AND g.gone_at IS NULL ORDER BY g.name`,
    [account, things],
  )
  const groups = new Map<number, GroupFacts[]>()
  for (const { thing, ...group } of rows) groups.set(thing, [...(groups.get(thing) ?? []), group])
  return groups
}

/** Memberships that a quarantine of ours took away from things and that no release has looked at since, by thing. */
export async function leftForQuarantine(
  sql: Sql,
  account: number,
  names: string[],
  group: string,
): Promise<Map<string, string[]>> {
  const { rows } = await sql.query<{ thing: string; groups: string[] }>(
    `SELECT j.thing, array_agg(s.params->>'group' ORDER BY s.step) AS groups FROM (
       SELECT DISTINCT ON (t.name) t.name AS thing, t.run_id, t.n
       FROM response_targets t JOIN response_steps s ON s.run_id = t.run_id AND s.n = t.n JOIN response_runs r ON r.id = t.run_id
       WHERE t.account_id = $1 AND t.kind = 'thing' AND t.name = ANY($2::text[]) AND s.state IN ('applied', 'confirmed')
         AND s.params->>'kind' = 'join-group' AND s.params->>'group' = $3
       ORDER BY t.name, r.number DESC
     ) j JOIN response_steps s ON s.run_id = j.run_id AND s.n = j.n
     WHERE s.params->>'kind' = 'leave-group' AND s.state IN ('applied', 'confirmed') GROUP BY j.thing`,
    [account, names, group],
  )
  return new Map(rows.map(({ thing, groups }) => [thing, groups]))
}
