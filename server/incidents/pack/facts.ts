import type { Sql } from '#server/platform/db.ts'

/** Whose fleet it is about. */
export type PackedAccount = { name: string; awsAccountId: string; region: string }

export async function accountOf(connection: Sql, id: number): Promise<PackedAccount | null> {
  const { rows } = await connection.query<PackedAccount>(
    'select name, aws_account_id as "awsAccountId", region from aws_accounts where id = $1',
    [id],
  )
  return rows[0] ?? null
}

/** A run that somebody asked for. `containedInS`: seconds from the request; null when it is not contained. */
export type PackedRun = { id: string; number: number; action: string; state: string; containedInS: number | null }

/** Every run that was asked for from an incident, oldest first; what was only planned is none. */
export async function runsAskedFor(connection: Sql, incident: string): Promise<PackedRun[]> {
  const { rows } = await connection.query<PackedRun>(
    `select id, number, action, state, contained_in_s as "containedInS" from response_runs
     where incident_id = $1 and requested_at is not null order by number`,
    [incident],
  )
  return rows
}
