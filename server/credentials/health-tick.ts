import type pg from 'pg'
import { beginFacts } from '#server/history/observation.ts'
import { deriveThings } from './derive-things.ts'
import { expiryWindows } from './rules.ts'

const key = 'credential-health-tick'
// Health is derived on other machines too, whose clocks may be a little behind.
const overlapMs = 60_000
const atOnce = 1_000

/**
 * Moves the things whose last expiry crossed a boundary since the tick before: valid to expiring, expiring to expired.
 * Costs what crossed, by the index on credential_not_after. Returns how many things it looked at.
 */
export async function tickCredentialHealth(pool: pg.Pool, now: Date): Promise<number> {
  const { rows: settings } = await pool.query<{ at: string }>(
    `SELECT value ->> 'at' AS at FROM settings WHERE key = $1`,
    [key],
  )
  const last = settings[0] ? new Date(new Date(settings[0].at).getTime() - overlapMs) : new Date(0)
  const { expired, valid } = expiryWindows(now)
  const before = expiryWindows(last)
  const { rows } = await pool.query<{ account: number; ids: number[] }>(
    `SELECT a.id AS account, array_agg(t.id ORDER BY t.id) AS ids
     FROM aws_accounts a JOIN LATERAL (
       SELECT id FROM things WHERE account_id = a.id AND credential_not_after >= $1 AND credential_not_after < $2
       UNION
       SELECT id FROM things WHERE account_id = a.id AND credential_not_after >= $3 AND credential_not_after < $4
     ) t ON TRUE GROUP BY 1`,
    [before.expired.lt, expired.lt, before.valid.gte, valid.gte],
  )
  let looked = 0
  for (const { account, ids } of rows) {
    for (let start = 0; start < ids.length; start += atOnce) {
      const some = ids.slice(start, start + atOnce).map(Number)
      await derive(pool, account, some, now)
      looked += some.length
    }
  }
  await pool.query(
    `INSERT INTO settings (key, value) VALUES ($1, $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()`,
    [key, JSON.stringify({ at: now.toISOString() })],
  )
  return looked
}

async function derive(pool: pg.Pool, account: number, ids: number[], now: Date) {
  const tx = await pool.connect()
  try {
    await tx.query(beginFacts(account))
    await deriveThings({ tx }, ids, now)
    await tx.query('COMMIT')
    tx.release()
  } catch (error) {
    // Closing the connection undoes the transaction.
    tx.release(true)
    throw error
  }
}
