import type pg from 'pg'
import { inTransaction } from '#server/platform/db.ts'
import type { Seal, Sealed } from './seal.ts'

/** Encrypts what versions before this one stored in the clear. Without a key it stays as it is. Returns how many channels. */
export async function sealPlain(pool: pg.Pool, seal: Seal): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<Sealed & { id: string }>(
      `select id::text, target, secret from notification_channels
       where kind <> 'email' and sealed is null and (target is not null or secret is not null) for update`,
    )
    for (const { id, ...what } of rows) {
      await tx.query('update notification_channels set sealed = $2, target = null, secret = null where id = $1', [
        id,
        seal.close(id, what),
      ])
    }
    return rows.length
  })
}
