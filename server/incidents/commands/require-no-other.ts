import type pg from 'pg'
import { Refusal } from '#server/platform/refusal.ts'
import type { StoredIncident } from '../queries/row.ts'

/** A client ID has one incident that is not closed. Throws a Refusal that names the one it has beside this. */
export async function requireNoOther(client: pg.PoolClient, row: StoredIncident): Promise<void> {
  const { rows } = await client.query<{ number: number }>(
    `select number from incidents where account_id = $1 and client_id = $2 and (drill is null) = ($3::text is null)
       and (storm_key is not distinct from $4) and state <> 'closed' and id <> $5 limit 1`,
    [row.account_id, row.client_id, row.drill, row.storm_key, row.id],
  )
  const [other] = rows
  if (other) throw new Refusal('conflict', `This client ID has incident ${other.number} by now. Go on there.`)
}
