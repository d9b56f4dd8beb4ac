import { deriveForThings } from '#server/credentials/ingest/around.ts'
import { recordThingGroupsGone } from '#server/fleet/ingest/gone-groups.ts'
import type { FactAccount } from '#server/history/observation.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import type { AskingParts } from '../plan-parts.ts'
import type { Asked } from './asked.ts'
import { keepGroups } from './keep-things.ts'
import { observe } from './observe.ts'

/** Describes thing groups into the fact tables. Answers the policies attached to each, as far as AWS tells. */
export async function refreshGroups(
  parts: AskingParts,
  asked: Asked,
  account: FactAccount,
  names: string[],
): Promise<Map<string, string[]>> {
  const attached = new Map<string, string[]>()
  const read = await inParallel(names, 8, async (name) => {
    const group = await asked.ask('groups', 'iot:DescribeThingGroup', () => parts.aws.describeGroup(name))
    const arn = group?.thingGroupArn
    if (arn) {
      const policies = await asked.ask('policies', 'iot:ListAttachedPolicies', () => parts.aws.attachedPolicies(arn))
      if (policies) attached.set(name, policies)
    }
    return { name, group }
  })
  await observe(parts, account, async (seen) => {
    const groups = seen('thing-groups')
    await keepGroups(
      groups,
      read.flatMap(({ group }) => (group ? [group] : [])),
    )
    const gone = read.filter(({ group }) => group === null).map(({ name }) => name)
    if (gone.length === 0) return
    const { rows } = await groups.tx.query<{ id: number }>(
      'SELECT id FROM thing_groups WHERE account_id = $1 AND NOT billing AND name = ANY($2::text[]) AND gone_at IS NULL',
      [account.id, gone],
    )
    await deriveForThings(
      groups,
      await recordThingGroupsGone(
        groups,
        rows.map(({ id }) => id),
      ),
    )
  })
  return attached
}
