import type pg from 'pg'
import { isTaken } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type ChannelRow, channelColumns } from '../channel.ts'

const greatestId = 2n ** 63n - 1n

/** A row's number, for PostgreSQL. Throws a Refusal for one that no row can have. */
export function possibleId(id: string, what: string): string {
  if (BigInt(id) > greatestId) throw new Refusal('not-found', `There is no such ${what}.`)
  return id
}

/** A channel, until the transaction ends unchanged by others. Throws a Refusal when there is none. */
export async function lockChannel(tx: pg.PoolClient, id: string): Promise<ChannelRow> {
  const { rows } = await tx.query<ChannelRow>(
    `select ${channelColumns} from notification_channels where id = $1 for update`,
    [possibleId(id, 'channel')],
  )
  if (!rows[0]) throw new Refusal('not-found', 'There is no such channel.')
  return rows[0]
}

/** Says of an error that the name was not free; throws all others on. */
export function nameTaken(error: unknown): never {
  if (isTaken(error)) throw new Refusal('conflict', 'Another channel has that name.')
  throw error
}
