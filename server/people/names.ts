import type { Context } from '#server/platform/context.ts'
import { escapeLike } from '#server/platform/sql.ts'

const namesShown = 8

/**
 * Whom a comment can name: people who can sign in and whose name, a word of it, or address begins like `search`. Nothing
 * of an address is given away but that it begins so, which whoever types it knows.
 */
export async function listNames(
  { database: { pool } }: Context,
  { search = '' }: { search?: string | undefined },
): Promise<{ id: string; name: string }[]> {
  const { rows } = await pool.query<{ id: string; name: string }>(
    `select id, name from users where not banned and (name ilike $1 || '%' or name ilike '% ' || $1 || '%' or email ilike $1 || '%')
     order by name ilike $1 || '%' desc, lower(name), id limit ${namesShown}`,
    [escapeLike(search)],
  )
  return rows
}
