import { z } from 'zod'
import { behaviour, securityProfile } from '#contract/behaviours.ts'
import type { Sql } from '#server/platform/db.ts'

/** A profile as it is stored. */
export type StoredProfile = {
  id: string
  name: string
  description: string
  account_id: number | null
  targets: z.infer<typeof securityProfile.shape.targets>
  behaviours: z.infer<typeof behaviour>[]
  enabled: boolean
  version: number
  changed_at: Date
  changed_by: string
}

/** What a behaviour of a profile is called as a check of findings. */
export const checkOf = (profile: string, behaviour: string) => `Behaviour: ${profile} / ${behaviour}`

const stored = z.object({ targets: securityProfile.shape.targets, behaviours: z.array(behaviour) })

/** Every profile, by name; one account's when it is named, with those of all accounts. */
export async function readProfiles(connection: Sql, account?: number): Promise<StoredProfile[]> {
  const { rows } = await connection.query(
    `SELECT id::text AS id, name, description, account_id, targets, behaviours, enabled, version, changed_at, changed_by
     FROM security_profiles WHERE $1::int IS NULL OR account_id IS NULL OR account_id = $1 ORDER BY name`,
    [account ?? null],
  )
  return rows.map((row) => ({ ...row, ...stored.parse(row) }))
}
