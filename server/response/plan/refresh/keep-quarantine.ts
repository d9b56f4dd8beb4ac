import { deriveForGroups } from '#server/credentials/ingest/around.ts'
import { iotArn } from '#server/history/arn.ts'
import type { Observation } from '#server/history/observation.ts'
import { recordPolicies } from '#server/policies/ingest/policies.ts'
import { recordTargets } from '#server/policies/ingest/targets.ts'
import type { Seen } from './observe.ts'

type Carried = {
  group: string
  policy: string
  arn: string | null
  document: string | null
  defaultVersionId: string | null
}

/** Writes that the quarantine group carries its policy, so that pages need not wait for the pass over all policies. */
export async function keepQuarantine(seen: Seen, carried: Carried): Promise<void> {
  const policy = await keepPolicy(seen('policies'), carried)
  if (policy === null) return
  const targets = seen('policy-targets')
  const target = { kind: 'thing-group' as const, name: carried.group }
  const { groups } = await recordTargets(targets, [{ policy, target }])
  await deriveForGroups(targets, groups)
}

// One that is known may have more versions than the one that was read, which is the collector's to tell.
async function keepPolicy(seen: Observation, { policy: name, arn, document, defaultVersionId }: Carried) {
  const { rows } = await seen.tx.query<{ id: number }>(
    'SELECT id FROM policies WHERE account_id = $1 AND name = $2 AND gone_at IS NULL',
    [seen.account.id, name],
  )
  if (rows[0]) return rows[0].id
  if (document === null || defaultVersionId === null) return null
  const version = { id: defaultVersionId, isDefault: true, createdAt: null, document }
  const { ids } = await recordPolicies(seen, [
    { name, arn: arn ?? iotArn(seen.account, `policy/${name}`), versions: [version] },
  ])
  return ids[0] ?? null
}
