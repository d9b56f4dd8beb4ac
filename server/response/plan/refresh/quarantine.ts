import type { Responder } from '#contract/response-settings.ts'
import type { FactAccount } from '#server/history/observation.ts'
import type { FactsOf, ResponderSetup } from '../../action.ts'
import { deniesEverything } from '../../quarantine.ts'
import type { AskingParts } from '../plan-parts.ts'
import type { ResponderNames } from '../planned-run.ts'
import type { Asked } from './asked.ts'
import { keepQuarantine } from './keep-quarantine.ts'
import { keepGroups } from './keep-things.ts'
import { observe } from './observe.ts'

/** What AWS says of an account's quarantine: for plans, and as facts of its own for preparing it. */
export type Quarantine = { setup: ResponderSetup; facts: Omit<FactsOf<'account'>, 'neverTouch'>; told: boolean }

/**
 * Reads the quarantine group, the policy, and whether one carries the other; the responder's row keeps what was found.
 * What AWS does not tell counts as not there.
 */
export async function refreshQuarantine(
  parts: AskingParts,
  asked: Asked,
  account: FactAccount,
  names: ResponderNames,
): Promise<Quarantine> {
  const { quarantineGroup, quarantinePolicy } = names
  const [group, policy] = await Promise.all([
    asked.ask('groups', 'iot:DescribeThingGroup', () => parts.aws.describeGroup(quarantineGroup)),
    asked.ask('policies', 'iot:GetPolicy', () => parts.aws.getPolicy(quarantinePolicy)),
  ])
  const arn = group?.thingGroupArn ?? null
  const attached = arn
    ? await asked.ask('policies', 'iot:ListAttachedPolicies', () => parts.aws.attachedPolicies(arn))
    : []
  const told = group !== undefined && policy !== undefined && attached !== undefined
  const dynamic = Boolean(group?.queryString)
  const document = policy?.document ?? null
  const found = {
    group: Boolean(group) && !dynamic,
    policy: policy !== null && policy !== undefined,
    denies: document !== null && deniesEverything(document),
    attached: attached?.includes(quarantinePolicy) ?? false,
  }
  await store(parts, account, told ? stateOf(found) : 'unknown')
  if (group)
    await observe(parts, account, async (seen) => {
      await keepGroups(seen('thing-groups'), [group])
      if (policy && found.attached)
        await keepQuarantine(seen, { ...policy, group: quarantineGroup, policy: quarantinePolicy })
    })
  const above = group?.thingGroupMetadata?.rootToParentThingGroups.map(({ groupName }) => groupName) ?? []
  return {
    told,
    setup: {
      ...names,
      quarantineReady: stateOf(found) === 'ready',
      quarantineGroupArn: arn,
      quarantinePath: [...above, quarantineGroup],
      policyReady: found.denies,
      awsAccountId: account.awsAccountId,
      region: account.region,
    },
    facts: {
      kind: 'account',
      name: account.awsAccountId,
      identity: account.awsAccountId,
      exists: true,
      at: parts.now(),
      fromAws: told,
      group: arn,
      dynamic,
      // A policy whose document AWS does not show denies nothing that we could know of.
      policy: found.policy ? (document ?? '') : null,
      attached: found.attached,
    },
  }
}

type Found = { group: boolean; policy: boolean; denies: boolean; attached: boolean }

function stateOf({ group, policy, denies, attached }: Found): Responder['quarantine'] {
  if (!group) return 'no-group'
  if (!policy) return 'no-policy'
  if (!denies) return 'weak-policy'
  return attached ? 'ready' : 'not-attached'
}

async function store({ pool, now }: AskingParts, account: FactAccount, state: Responder['quarantine']): Promise<void> {
  await pool.query(`UPDATE responders SET quarantine = $2, quarantine_read_at = $3 WHERE account_id = $1`, [
    account.id,
    state,
    now(),
  ])
}
