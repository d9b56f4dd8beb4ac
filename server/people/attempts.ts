import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

// better-auth clears rows of this table that are older than its longest window, a minute.
const windowMs = 60_000

/** Counts an attempt at `what` from the caller's address. Throws a Refusal beyond `most` a minute. */
export async function countAttempt(
  { database, ipAddress, now }: Pick<Context, 'database' | 'ipAddress' | 'now'>,
  what: string,
  most: number,
): Promise<void> {
  const { rows } = await database.pool.query<{ count: number }>(
    `insert into rate_limits as r (id, key, count, last_request) values ($1, $1, 1, $2)
     on conflict (key) do update set
       count = case when r.last_request > $3 then r.count + 1 else 1 end,
       last_request = case when r.last_request > $3 then r.last_request else $2 end
     returning count`,
    [`${what}|${ipAddress ?? 'unknown'}`, now.getTime(), now.getTime() - windowMs],
  )
  if ((rows[0]?.count ?? 0) > most) throw new Refusal('too-many', 'Too many attempts. Wait a minute.')
}
