import { createHmac } from 'node:crypto'
import type { Database } from '#server/platform/db.ts'

// A code is good in its own half minute and in those beside it; after that its digits may come again.
const rememberedMs = 3 * 60_000

/**
 * Takes a one-time code for one use. Null when it was used before: of a code, the second use must be turned down
 * (RFC 6238, 5.2), and better-auth remembers none. `giveBack` is for one that did not fit after all.
 */
export async function takeCode(
  { pool }: Database,
  { person, code, secret, now }: { person: string; code: string; secret: string; now: Date },
): Promise<{ giveBack(): Promise<void> } | null> {
  // Under a key: there are only a million codes to try out.
  const id = `used-code-${createHmac('sha256', secret).update(`${person} ${code}`).digest('hex')}`
  const { rowCount } = await pool.query(
    `insert into verifications as v (id, identifier, value, expires_at) values ($1, $1, $2, $3)
     on conflict (id) do update set expires_at = excluded.expires_at where v.expires_at <= $4`,
    [id, person, new Date(now.getTime() + rememberedMs), now],
  )
  if (!rowCount) return null
  return {
    async giveBack() {
      await pool.query('delete from verifications where id = $1', [id])
    },
  }
}

/** Has every browser of a person asked for a code again that was not to be asked for 30 days. */
export async function forgetTrustedBrowsers({ pool }: Database, person: string): Promise<void> {
  await pool.query(`delete from verifications where value = $1 and identifier like 'trust-device-%'`, [person])
}
