import { z } from 'zod'
import { iotArn } from '#server/history/arn.ts'

type Names = { quarantineGroup: string; quarantinePolicy: string; awsAccountId: string; region: string }

const one = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]))
const statement = z.object({ Effect: z.string(), Action: one, Resource: one, Condition: z.unknown().optional() })
const policyDocument = z.object({
  Statement: z.union([z.array(z.unknown()), z.unknown().transform((single) => [single])]),
})

/** What the quarantine group says of itself. */
export const quarantineDescription = 'Things that Fleetwarden keeps out. Its policy denies everything.'

/** The deny-all policy, exactly as it is created. */
export const denyAll = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'iot:*', Resource: '*' }],
})

/** What `prepare-quarantine` creates, as AWS's own tools would be told, for people to read. */
export function quarantineDocuments(names: Names): { group: string; policy: string } {
  const group = {
    thingGroupName: names.quarantineGroup,
    thingGroupProperties: { thingGroupDescription: quarantineDescription },
    attachedPolicies: [names.quarantinePolicy],
  }
  return { group: JSON.stringify(group, null, 2), policy: JSON.stringify(JSON.parse(denyAll), null, 2) }
}

/** The ARN that the quarantine group has or will have. */
export const quarantineGroupArn = (names: Names): string => iotArn(names, `thinggroup/${names.quarantineGroup}`)

/** Whether a policy denies every action on every resource, without a condition. */
export function deniesEverything(document: string): boolean {
  const parsed = policyDocument.safeParse(parseJson(document))
  if (!parsed.success) return false
  return parsed.data.Statement.some((candidate) => {
    const { success, data } = statement.safeParse(candidate)
    if (!success || data.Effect !== 'Deny' || data.Condition !== undefined) return false
    return data.Action.some((action) => action === 'iot:*' || action === '*') && data.Resource.includes('*')
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
