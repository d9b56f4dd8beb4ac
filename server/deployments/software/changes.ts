import type pg from 'pg'
import { releasesOf } from './releases.ts'
import { compareVersions } from './versions.ts'

type Row = {
  id: string
  package: string
  from_version: string | null
  version: string | null
  dependency: boolean
  deployment_id: string | null
  stated: boolean
}

const batch = 5_000
const mostBatches = 20
// What waits for jobs to be read is looked at each time: not much of it.
const mostWaiting = 2

/**
 * Says of each change of software what it is: the first word, announced by a deployment or a person, a downgrade, or
 * unannounced. Without `announced`, what nobody announced waits: deployments may only not be read. Returns how many were
 * judged.
 */
export async function judgeChanges(tx: pg.PoolClient, account: number, announced: boolean): Promise<number> {
  let judged = 0
  for (let after = '0', n = 0; n < (announced ? mostBatches : mostWaiting); n++) {
    const rows = await unjudged(tx, account, after)
    const last = rows.at(-1)
    if (!last) break
    const releases = await releasesOf(tx, account, [...new Set(rows.map((row) => row.package))])
    const kinds = rows.flatMap((row) => {
      const kind = kindOf(row, compareVersions(row.from_version ?? '', row.version ?? '', releases.get(row.package)))
      return kind === 'unannounced' && !announced ? [] : [{ row, kind }]
    })
    await tx.query(
      `UPDATE software_changes c SET kind = n.kind, deployment_id = n.deployment
       FROM unnest($1::bigint[], $2::text[], $3::bigint[]) n (id, kind, deployment) WHERE c.id = n.id`,
      [kinds.map(({ row }) => row.id), kinds.map(({ kind }) => kind), kinds.map(({ row }) => row.deployment_id)],
    )
    judged += kinds.length
    after = last.id
  }
  return judged
}

/** What a change is. `order` below zero: from the older to the newer. */
export function kindOf(
  { from_version, version, deployment_id, stated, dependency }: Omit<Row, 'id' | 'package'>,
  order: number | null,
): 'first' | 'removed' | 'downgrade' | 'announced' | 'unannounced' {
  if (version === null) return 'removed'
  if (from_version === null) return 'first'
  if (order !== null && order > 0) return 'downgrade'
  // A component that came with another is chosen by Greengrass: no deployment names it.
  return deployment_id !== null || stated || dependency ? 'announced' : 'unannounced'
}

/**
 * Changes nobody judged yet, with the deployment that brought them: one that the thing has and that names the version; else
 * one that names none, as many jobs do, and that the thing took up within the day before.
 */
async function unjudged(tx: pg.PoolClient, account: number, after: string): Promise<Row[]> {
  const { rows } = await tx.query<Row>(
    `SELECT c.id::text AS id, c.package, c.from_version, c.version, d.id AS deployment_id,
       c.source = 'greengrass' AND coalesce(NOT i.root, FALSE) AS dependency,
       EXISTS (SELECT FROM software_stated s JOIN things t ON t.account_id = $1 AND t.name = c.thing
         WHERE s.account_id = $1 AND s.package = c.package AND s.version = c.version AND (
           (s.kind = 'type' AND s."of" = t.type_name) OR (s.kind = 'group' AND EXISTS (
             SELECT FROM thing_group_members m JOIN thing_groups g ON g.id = m.group_row_id
             WHERE m.thing_row_id = t.id AND g.name = s."of" AND NOT g.billing)))) AS stated
     FROM (SELECT * FROM software_changes WHERE kind IS NULL AND id > $2 AND account_id = $1 ORDER BY id LIMIT ${batch}) c
       LEFT JOIN installed_components i ON i.account_id = $1 AND i.thing = c.thing AND i.name = c.package
       LEFT JOIN LATERAL (
         SELECT d.id FROM deployment_executions e JOIN deployments d ON d.id = e.deployment_id
         WHERE e.account_id = $1 AND e.thing = c.thing AND e.status NOT IN ('CANCELED', 'REMOVED', 'REJECTED')
           AND d.created_at <= c.at AND ((d.packages || d.components) @> jsonb_build_array(jsonb_build_object('name', c.package, 'version', c.version))
             OR (d.packages || d.components = '[]' AND e.status IN ('SUCCEEDED', 'IN_PROGRESS')
               AND coalesce(e.updated_at, e.started_at) > c.at - interval '1 day'))
         ORDER BY d.packages || d.components = '[]', d.created_at DESC LIMIT 1) d ON c.version IS NOT NULL AND c.from_version IS NOT NULL
     ORDER BY c.id`,
    [account, after],
  )
  return rows
}
