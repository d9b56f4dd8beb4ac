import { lastOfEach, type Observation, type RowId } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import { dropSoftware } from './software.ts'

export type CoreFacts = {
  thing: string
  status: string
  statusAt: Date | null
  platform: string | null
  architecture: string | null
  runtime: string | null
}

const told = 'status, status_at, platform, architecture, runtime'

/** Keeps cores that are new or say something else than before. Returns the row ids of all. */
export async function recordCores({ tx, account }: Observation, facts: CoreFacts[]) {
  const items = lastOfEach(facts, ({ thing }) => thing)
  if (items.length === 0) return { ids: [], added: 0, changed: 0 }
  const { rows } = await tx.query<{ id: RowId; added: boolean; written: boolean }>(
    `WITH n AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[]) AS n(thing, ${told})
     ), known AS (
       SELECT c.id, c.thing, c.gone_at IS NULL AND (c.status, c.status_at, c.platform, c.architecture, c.runtime)
         IS NOT DISTINCT FROM (n.status, n.status_at, n.platform, n.architecture, n.runtime) AS same
       FROM n JOIN greengrass_cores c ON c.account_id = $1 AND c.thing = n.thing
     ), written AS (
       INSERT INTO greengrass_cores (account_id, thing, ${told})
       SELECT $1, n.* FROM n WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.thing = n.thing AND k.same)
       ON CONFLICT (account_id, thing) DO UPDATE SET status = excluded.status, status_at = excluded.status_at,
         platform = excluded.platform, architecture = excluded.architecture, runtime = excluded.runtime,
         seen_at = now(), gone_at = NULL
       RETURNING id
     )
     SELECT id, NOT EXISTS (SELECT 1 FROM known k WHERE k.id = w.id) AS added, TRUE AS written FROM written w
     UNION ALL SELECT id, FALSE, FALSE FROM known WHERE same`,
    [
      account.id,
      items.map(({ thing }) => thing),
      items.map(({ status }) => status),
      items.map(({ statusAt }) => statusAt),
      items.map(({ platform }) => platform),
      items.map(({ architecture }) => architecture),
      items.map(({ runtime }) => runtime),
    ],
  )
  const added = rows.filter((row) => row.added).length
  return { ids: rows.map(({ id }) => id), added, changed: rows.filter(({ written }) => written).length - added }
}

/** Cores that AWS no longer has: what they ran is run no longer. */
export async function recordCoresGone(seen: Observation, ids: RowId[]): Promise<void> {
  const { rows } = await seen.tx.query<{ thing: string }>(
    `UPDATE greengrass_cores SET gone_at = now(), components_at = NULL, components_of = NULL
     WHERE id = ANY($1::bigint[]) AND gone_at IS NULL RETURNING thing`,
    [ids],
  )
  const things = rows.map(({ thing }) => thing)
  await seen.tx.query('DELETE FROM installed_components WHERE account_id = $1 AND thing = ANY($2::text[])', [
    seen.account.id,
    things,
  ])
  await dropSoftware(seen, 'greengrass', things)
}

export type CoreToRead = { id: RowId; thing: string; statusAt: Date | null }

// A core that never said when it reported is read again after a while, like one that says nothing new.
const due = `account_id = $1 AND gone_at IS NULL
  AND (components_at IS NULL OR components_of IS DISTINCT FROM status_at OR components_at < $2)`

/** The next cores to read, by row id: those that reported since they were read, or were read before `before`. */
export async function coresToRead(
  sql: Sql,
  accountId: number,
  before: Date,
  after: RowId,
  limit: number,
): Promise<CoreToRead[]> {
  const { rows } = await sql.query<CoreToRead>(
    `SELECT id, thing, status_at AS "statusAt" FROM greengrass_cores WHERE ${due} AND id > $3 ORDER BY id LIMIT $4`,
    [accountId, before, after, limit],
  )
  return rows
}

/** How many there are. */
export async function coresToReadCount(sql: Sql, accountId: number, before: Date): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(`SELECT count(*) AS count FROM greengrass_cores WHERE ${due}`, [
    accountId,
    before,
  ])
  return rows[0]?.count ?? 0
}

/** Whether the account has any core at all. */
export async function hasCores({ tx, account }: Observation): Promise<boolean> {
  const { rowCount } = await tx.query(
    'SELECT 1 FROM greengrass_cores WHERE account_id = $1 AND gone_at IS NULL LIMIT 1',
    [account.id],
  )
  return rowCount === 1
}
