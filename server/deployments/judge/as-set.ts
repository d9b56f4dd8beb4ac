import { readSettings } from '#server/findings/queries/check-settings.ts'
import type { Sighting } from '#server/findings/witness.ts'
import type { Sql } from '#server/platform/db.ts'

/** Sightings as people set their checks: what is off is not told, and a severity of theirs takes the place of ours. */
export async function asSet(
  connection: Sql,
  checks: readonly string[],
  sightings: readonly Sighting[],
): Promise<{ off: string[]; told: Sighting[] }> {
  const set = await readSettings(connection)
  const off = checks.filter((check) => set.get(check)?.enabled === false)
  const told = sightings
    .filter(({ check }) => !off.includes(check))
    .map((one) => ({ ...one, severity: set.get(one.check)?.severity ?? one.severity }))
  return { off, told }
}
