import { knownIndexing } from '#server/fleet/ingest/indexing.ts'
import type { Sql } from '#server/platform/db.ts'

/**
 * Whether the groups of things come with the things: the fleet index tells them. Not while things are read from the
 * registry all the same, because the index is not ready or may not be asked.
 */
export async function indexTellsGroups(sql: Sql, accountId: number): Promise<boolean> {
  const { things } = await knownIndexing(sql, accountId)
  if (!things) return false
  const { rows } = await sql.query<{ registry: boolean }>(
    `SELECT route = 'registry' AND last_success_at IS NOT NULL AS registry FROM collections
     WHERE account_id = $1 AND collector = 'things'`,
    [accountId],
  )
  return rows[0]?.registry !== true
}
