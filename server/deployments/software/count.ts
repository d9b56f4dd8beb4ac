import type pg from 'pg'
import { releasesOf } from './releases.ts'
import { compareVersions } from './versions.ts'

/**
 * Counts what an account's things run: the matrix by type and group, who runs something else than is meant, and the
 * figures. Works on sets in temporary tables that end with the transaction; writes only rows that differ.
 */
export async function countSoftware(tx: pg.PoolClient, account: number): Promise<void> {
  await tx.query(`SET LOCAL work_mem = '64MB'`)
  await gather(tx, account)
  await keepDrift(tx, account)
  await keepRollup(tx, account)
}

/** `running`: what each thing that exists says it runs; `meant`: what is meant for it. The shadow comes before Greengrass. */
async function gather(tx: pg.PoolClient, account: number) {
  const params = [account]
  await tx.query(
    `CREATE TEMPORARY TABLE running ON COMMIT DROP AS
     SELECT DISTINCT ON (s.thing, s.package) s.thing, s.package, s.version, s.since FROM thing_software s
       JOIN things t ON t.account_id = s.account_id AND t.name = s.thing AND t.gone_at IS NULL
     WHERE s.account_id = ${Number(account)} ORDER BY s.thing, s.package, s.source DESC`,
  )
  // A job for a group is for the groups below it, too. What people state comes first, of groups before types; of
  // deployments the latest.
  await tx.query(
    `CREATE TEMPORARY TABLE meant (thing TEXT COLLATE "C", package TEXT COLLATE "C", version TEXT COLLATE "C", since TIMESTAMPTZ,
       deployment_id BIGINT) ON COMMIT DROP`,
  )
  await tx.query(
    `WITH RECURSIVE tree AS (
       SELECT DISTINCT w."of" AS root, g.id, g.name FROM software_wanted w
         JOIN thing_groups g ON g.account_id = $1 AND g.name = w."of" AND NOT g.billing AND g.gone_at IS NULL
       WHERE w.account_id = $1 AND w.kind = 'group'
       UNION
       SELECT t.root, g.id, g.name FROM tree t
         JOIN thing_groups g ON g.account_id = $1 AND g.parent_name = t.name AND NOT g.billing AND g.gone_at IS NULL
     ), covered AS (
       SELECT w."of" AS thing, w.* FROM software_wanted w WHERE w.account_id = $1 AND w.kind = 'thing'
       UNION ALL
       SELECT t.name, w.* FROM software_wanted w JOIN things t ON t.account_id = $1 AND t.type_name = w."of" AND t.gone_at IS NULL
       WHERE w.account_id = $1 AND w.kind = 'type'
       UNION ALL
       SELECT m.thing_name, w.* FROM software_wanted w JOIN tree ON tree.root = w."of"
         JOIN thing_group_members m ON m.group_row_id = tree.id WHERE w.account_id = $1 AND w.kind = 'group'
     )
     INSERT INTO meant SELECT DISTINCT ON (c.thing, c.package) c.thing, c.package, c.version, c.since, c.deployment_id
     FROM covered c LEFT JOIN deployments d ON d.id = c.deployment_id
     -- Of a group, Greengrass reaches its cores alone: nothing is meant for the others.
     WHERE d.kind IS DISTINCT FROM 'greengrass'
       OR EXISTS (SELECT FROM greengrass_cores g WHERE g.account_id = $1 AND g.thing = c.thing AND g.gone_at IS NULL)
     ORDER BY c.thing, c.package, c.deployment_id IS NOT NULL, (d.id IS NULL AND c.kind = 'type'), d.created_at DESC, c.since DESC`,
    params,
  )
  await tx.query('ANALYZE running; ANALYZE meant')
}

type Pair = { package: string; version: string; intended: string }

async function keepDrift(tx: pg.PoolClient, account: number) {
  const { rows: pairs } = await tx.query<Pair>(
    `SELECT DISTINCT package, r.version, m.version AS intended FROM running r JOIN meant m USING (thing, package)
     WHERE r.version <> m.version`,
  )
  const releases = await releasesOf(tx, account, [...new Set(pairs.map((pair) => pair.package))])
  const kinds = pairs.map((pair) => {
    const order = compareVersions(pair.version, pair.intended, releases.get(pair.package))
    return order === null || order === 0 ? 'other' : order < 0 ? 'behind' : 'ahead'
  })
  await tx.query(
    `CREATE TEMPORARY TABLE adrift (thing TEXT COLLATE "C", package TEXT COLLATE "C", kind TEXT COLLATE "C", version TEXT COLLATE "C",
       intended TEXT COLLATE "C", since TIMESTAMPTZ(3), from_version TEXT COLLATE "C", deployment_id BIGINT) ON COMMIT DROP`,
  )
  // What does not report what is meant for it is unknown, whatever else it reports: it is not behind.
  await tx.query(
    `INSERT INTO adrift
     SELECT r.thing, r.package, k.kind, r.version, m.version, greatest(m.since, r.since), NULL, m.deployment_id
     FROM running r JOIN meant m USING (thing, package)
       JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[]) k (package, version, intended, kind)
         ON k.package = r.package AND k.version = r.version AND k.intended = m.version`,
    [
      pairs.map((pair) => pair.package),
      pairs.map(({ version }) => version),
      pairs.map(({ intended }) => intended),
      kinds,
    ],
  )
  await tx.query(
    `INSERT INTO adrift
     SELECT DISTINCT ON (c.thing, c.package, c.kind) c.thing, c.package, c.kind, c.version, m.version, c.at, c.from_version, c.deployment_id
     FROM software_changes c JOIN running r ON r.thing = c.thing AND r.package = c.package AND r.version = c.version
       LEFT JOIN meant m ON m.thing = c.thing AND m.package = c.package
     WHERE c.account_id = $1 AND c.kind IN ('downgrade', 'unannounced') AND (c.kind = 'downgrade' OR m.version IS DISTINCT FROM c.version)
       AND NOT EXISTS (SELECT FROM software_changes l WHERE l.account_id = $1 AND l.thing = c.thing AND l.package = c.package
         AND l.source = c.source AND l.id > c.id)
     ORDER BY c.thing, c.package, c.kind, c.id DESC`,
    [account],
  )
  await tx.query(
    `DELETE FROM software_drift s WHERE s.account_id = $1 AND NOT EXISTS (
       SELECT FROM adrift a WHERE a.thing = s.thing AND a.package = s.package AND a.kind = s.kind)`,
    [account],
  )
  await tx.query(
    `INSERT INTO software_drift AS s (account_id, thing, package, kind, version, intended, since, from_version, deployment_id)
     SELECT $1, a.* FROM adrift a LEFT JOIN software_drift o
       ON o.account_id = $1 AND o.thing = a.thing AND o.package = a.package AND o.kind = a.kind
     WHERE o.thing IS NULL OR (o.version, o.intended, o.since, o.from_version, o.deployment_id)
       IS DISTINCT FROM (a.version, a.intended, a.since, a.from_version, a.deployment_id)
     ON CONFLICT (account_id, thing, package, kind) DO UPDATE SET version = excluded.version, intended = excluded.intended,
       since = excluded.since, from_version = excluded.from_version, deployment_id = excluded.deployment_id`,
    [account],
  )
}

async function keepRollup(tx: pg.PoolClient, account: number) {
  await tx.query('ANALYZE adrift')
  await tx.query(
    `CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
     WITH places AS (
       SELECT 'type' AS kind, coalesce(t.type_name, '') AS "of", t.name AS thing FROM things t
       WHERE t.account_id = ${Number(account)} AND t.gone_at IS NULL
       UNION ALL
       SELECT 'group', g.name, m.thing_name FROM thing_groups g JOIN thing_group_members m ON m.group_row_id = g.id
       WHERE g.account_id = ${Number(account)} AND NOT g.billing AND g.gone_at IS NULL
     )
     SELECT p.kind, p."of", coalesce(r.package, '') AS package, coalesce(r.version, '') AS version, count(*) AS things,
       count(*) FILTER (WHERE m.version = r.version) AS intended, count(a.thing) AS behind
     FROM places p LEFT JOIN running r ON r.thing = p.thing LEFT JOIN meant m ON m.thing = r.thing AND m.package = r.package
       LEFT JOIN adrift a ON a.thing = r.thing AND a.package = r.package AND a.kind = 'behind'
     GROUP BY 1, 2, 3, 4`,
  )
  await tx.query(
    `DELETE FROM software_rollup s WHERE s.account_id = $1 AND NOT EXISTS (SELECT FROM counted c
       WHERE c.kind = s.kind AND c."of" = s."of" AND c.package = s.package AND c.version = s.version)`,
    [account],
  )
  await tx.query(
    `INSERT INTO software_rollup AS s (account_id, kind, "of", package, version, things, intended, behind)
     SELECT $1, c.* FROM counted c LEFT JOIN software_rollup o
       ON o.account_id = $1 AND o.kind = c.kind AND o."of" = c."of" AND o.package = c.package AND o.version = c.version
     WHERE o.kind IS NULL OR (o.things, o.intended, o.behind) IS DISTINCT FROM (c.things, c.intended, c.behind)
     ON CONFLICT (account_id, kind, "of", package, version) DO UPDATE SET things = excluded.things,
       intended = excluded.intended, behind = excluded.behind`,
    [account],
  )
  await tx.query(
    `INSERT INTO deployment_figures AS f (account_id, behind, things, reporting)
     SELECT $1, (SELECT count(DISTINCT thing) FROM adrift WHERE kind = 'behind'),
       coalesce((SELECT sum(things) FROM thing_rollup WHERE account_id = $1), 0), (SELECT count(DISTINCT thing) FROM running)
     ON CONFLICT (account_id) DO UPDATE SET behind = excluded.behind, things = excluded.things, reporting = excluded.reporting`,
    [account],
  )
}
