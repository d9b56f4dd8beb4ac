import { z } from 'zod'
import type { Changes, Observation } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'

// `packages`: documents of things hold their `$package` shadow.
const indexing = z.object({ things: z.boolean(), connectivity: z.boolean(), packages: z.boolean().default(false) })

/** What the account's fleet index holds. */
export type Indexing = z.infer<typeof indexing>

const keyOf = (accountId: number) => `fleet-indexing:${accountId}`

/** Keeps what is indexed, as a setting, when it differs. */
export async function recordIndexing({ tx, account }: Observation, facts: Indexing): Promise<Changes> {
  const { rowCount } = await tx.query(
    `INSERT INTO settings AS s (key, value) VALUES ($1, $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now() WHERE s.value <> excluded.value`,
    [keyOf(account.id), JSON.stringify(facts)],
  )
  return { changed: rowCount ?? 0 }
}

/** What is indexed, as last read; nothing when it never could be. */
export async function knownIndexing(sql: Sql, accountId: number): Promise<Indexing> {
  const { rows } = await sql.query<{ value: unknown }>('SELECT value FROM settings WHERE key = $1', [keyOf(accountId)])
  const known = indexing.safeParse(rows[0]?.value)
  return known.success ? known.data : { things: false, connectivity: false, packages: false }
}
