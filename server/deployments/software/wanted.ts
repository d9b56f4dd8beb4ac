import type pg from 'pg'

/**
 * Makes what is meant to run where: what people state, else what the latest deployment of each target brings. One that
 * was called off means nothing; one that AWS forgot after it was over still does. Returns whether anything changed.
 */
export async function keepWanted(tx: pg.PoolClient, account: number): Promise<boolean> {
  const { rows } = await tx.query<{ changed: number }>(
    `WITH told AS (
       SELECT CASE WHEN t LIKE '%:thinggroup/%' THEN 'group' ELSE 'thing' END AS kind,
         substring(t FROM ':thing(?:group)?/(.+)$') AS "of", p ->> 'name' AS package, p ->> 'version' AS version, d.created_at, d.id
       FROM deployments d CROSS JOIN unnest(d.targets) t CROSS JOIN jsonb_array_elements(d.packages || d.components) p
       WHERE d.account_id = $1 AND NOT d.superseded AND (d.gone_at IS NULL OR d.aws_status = 'COMPLETED') AND d.created_at IS NOT NULL
         AND d.aws_status NOT IN ('CANCELED', 'DELETION_IN_PROGRESS', 'INACTIVE', 'FAILED', 'SCHEDULED')
         AND t ~ ':thing(group)?/.' AND p ->> 'name' <> '' AND p ->> 'version' ~ '^[^$]'
     ), latest AS (
       SELECT DISTINCT ON (kind, "of", package) * FROM told ORDER BY kind, "of", package, created_at DESC, id DESC
     ), n AS (
       SELECT kind, "of", package, version, at AS since, NULL::bigint AS deployment_id FROM software_stated WHERE account_id = $1
       UNION ALL
       -- Rolled out again, a version is meant since it was for the first time.
       SELECT l.kind, l."of", l.package, l.version, (SELECT min(o.created_at) FROM told o
         WHERE o.kind = l.kind AND o."of" = l."of" AND o.package = l.package AND o.version = l.version), l.id
       FROM latest l WHERE NOT EXISTS (SELECT FROM software_stated s
         WHERE s.account_id = $1 AND s.kind = l.kind AND s."of" = l."of" AND s.package = l.package)
     ), removed AS (
       DELETE FROM software_wanted w WHERE w.account_id = $1 AND NOT EXISTS (
         SELECT FROM n WHERE n.kind = w.kind AND n."of" = w."of" AND n.package = w.package) RETURNING 1
     ), written AS (
       INSERT INTO software_wanted AS w (account_id, kind, "of", package, version, since, deployment_id)
       SELECT $1, n.* FROM n WHERE NOT EXISTS (SELECT FROM software_wanted o WHERE o.account_id = $1 AND o.kind = n.kind
         AND o."of" = n."of" AND o.package = n.package AND (o.version, o.since, o.deployment_id) IS NOT DISTINCT FROM (n.version, n.since, n.deployment_id))
       ON CONFLICT (account_id, kind, "of", package) DO UPDATE SET version = excluded.version, since = excluded.since,
         deployment_id = excluded.deployment_id RETURNING 1
     )
     SELECT ((SELECT count(*) FROM removed) + (SELECT count(*) FROM written))::int AS changed`,
    [account],
  )
  return (rows[0]?.changed ?? 0) > 0
}
