import type pg from 'pg'
import { inTransaction } from '#server/platform/db.ts'

/** Names in one part of the list: few enough to be looked at one by one. */
const partSize = 1000

/** Parts are written anew when things added since are this many, and this share of those they hold. */
const fewAdded = 2000
const shareAdded = 0.05

/**
 * Writes anew which letters occur in which part of the list of things (20261120000061_name_parts), when the fleet has
 * grown enough, by `few` things at least. Returns whether it had. About ten seconds of the database for a million names.
 */
export async function readNames(pool: pg.Pool, few = fewAdded): Promise<boolean> {
  const { rows } = await pool.query<{ due: boolean }>(
    `select added.things >= enough.things as due from thing_names_read r
     cross join lateral (select greatest($1, (r.things * $2::float8)::bigint) as things) enough
     cross join lateral (
       select count(*) as things from (select 1 from things where id > r.up_to_id limit enough.things) newer) added`,
    [few, shareAdded],
  )
  if (!rows[0]?.due) return false
  await readUpTo(pool, await lastCommitted(pool))
  return true
}

async function readUpTo(pool: pg.Pool, id: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("set local work_mem = '64MB'; set local statement_timeout = 0")
    // Two workers do this one after the other, and neither undoes what the other read further.
    const { rowCount } = await client.query('update thing_names_read set up_to_id = $1 where up_to_id < $1', [id])
    if (rowCount === 0) return
    await client.query('delete from thing_name_parts; delete from thing_name_letters')
    // The last part ends with the last letter there is. Names are of collation "C": lower() knows ASCII alone, as ILIKE.
    await client.query(
      `with named as (
         select account_id, name, ((row_number() over (partition by account_id order by name) - 1) / $2::int)::int as part
         from things where id <= $1
       ), parts as (
         select account_id, part, min(name) as lower, convert_to(lower(string_agg(name, ' ')), 'UTF8') as names
         from named group by 1, 2
       ), bounds as (
         insert into thing_name_parts (account_id, part, lower, upper)
         select account_id, part, case when part = 0 then '' else lower end,
           lead(lower, 1, chr(1114111)) over (partition by account_id order by part)
         from parts
       ), letters as (
         insert into thing_name_letters (account_id, letters, parts)
         select account_id, letters, array_agg(part order by part)
         from parts cross join lateral (
           select distinct substring(names from place for 3) as letters
           from generate_series(1, octet_length(names) - 2) place) found
         where position(' '::bytea in letters) = 0 group by 1, 2
       )
       update thing_names_read set things = (select count(*) from named)`,
      [id, partSize],
    )
  })
  await pool.query('analyze thing_name_parts; analyze thing_name_letters')
}

/** The newest thing, once everybody who was adding older ones has come to an end: their rows must not appear later. */
async function lastCommitted(pool: pg.Pool): Promise<string> {
  return inTransaction(pool, async (client) => {
    // Held for no longer than this one look; a worker that adds for longer than we wait is looked at next time.
    await client.query("set local lock_timeout = '5s'; lock table things in share mode")
    const { rows } = await client.query<{ id: string }>('select coalesce(max(id), 0)::text as id from things')
    return rows[0]?.id ?? '0'
  })
}
