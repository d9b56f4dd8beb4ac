import type { SigningKey } from '#contract/reports.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** The public half of the key that seals bundles now. Throws a Refusal while no worker has one. */
export async function getSigningKey({ database }: Context): Promise<SigningKey> {
  const { rows } = await database.pool.query<SigningKey>(
    `select key_id as "keyId", public_key as "publicKey", kept as "from" from signing_keys order by seen_at desc limit 1`,
  )
  const [key] = rows
  if (!key) throw new Refusal('not-found', 'No worker has told its key yet.')
  return key
}
