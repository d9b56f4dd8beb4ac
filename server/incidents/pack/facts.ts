import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { takenBackAmong, undoneBy } from '#server/response/taken-back.ts'

/** Whose fleet it is about. */
export type PackedAccount = { name: string; awsAccountId: string; region: string }

export async function accountOf(connection: Sql, id: number): Promise<PackedAccount | null> {
  const { rows } = await connection.query<PackedAccount>(
    'select name, aws_account_id as "awsAccountId", region from aws_accounts where id = $1',
    [id],
  )
  return rows[0] ?? null
}

/** A run that somebody asked for. `containedInS`: seconds from the request; null when it was not contained. */
export type PackedRun = {
  id: string
  number: number
  action: string
  state: string
  containedInS: number | null
  /** The run that undoes it, or did. */
  undoneBy: number | null
  /** Targets that a later run took back. */
  takenBack: number
}

/** Every run that was asked for from an incident, oldest first; what was only planned is none. */
export async function runsAskedFor(connection: Sql, incident: string): Promise<PackedRun[]> {
  const { rows } = await connection.query<PackedRun>(
    toQuery(sql`select r.id, r.number, r.action, r.state, r.contained_in_s as "containedInS", ${undoneBy} as "undoneBy",
        (${takenBackAmong(sql`true`)})::int as "takenBack"
      from response_runs r where r.incident_id = ${incident}::uuid and r.requested_at is not null order by r.number`),
  )
  return rows
}
