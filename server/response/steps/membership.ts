import type { ResponderAws } from '#server/aws/responder.ts'
import { type StepParams, step } from '../step.ts'

type Membership = Extract<StepParams, { kind: 'join-group' | 'leave-group' }>

const reads = ['iot:ListThingGroupsForThing', 'iot:ListThingsInThingGroup']

/** Makes a thing a direct member of a static group. */
export const joinGroup = step('join-group', {
  operation: 'AddThingToThingGroup',
  needs: { reads, applies: ['iot:AddThingToThingGroup'] },
  describe: ({ thing, group, overrideDynamicGroups }) => ({
    kind: 'join-group',
    operation: 'AddThingToThingGroup',
    subject: thing,
    from: 'not a member',
    to: `member of ${group}`,
    sentence: `Add ${thing} to the group ${group}${overrideDynamicGroups ? ', in place of a dynamic group' : ''}`,
  }),
  read: readMembership,
  readMany: readMemberships,
  isDone: (current) => current === 'member',
  apply: (aws, { thing, group, overrideDynamicGroups }) => aws.addToGroup(thing, group, overrideDynamicGroups),
  inverse: ({ thing, group }, before) => (before === 'not a member' ? { kind: 'leave-group', thing, group } : null),
})

/** Takes a thing out of a static group. A thing that is gone is out. */
export const leaveGroup = step('leave-group', {
  operation: 'RemoveThingFromThingGroup',
  needs: { reads, applies: ['iot:RemoveThingFromThingGroup'] },
  describe: ({ thing, group }) => ({
    kind: 'leave-group',
    operation: 'RemoveThingFromThingGroup',
    subject: thing,
    from: `member of ${group}`,
    to: 'not a member',
    sentence: `Take ${thing} out of the group ${group}`,
  }),
  read: readMembership,
  readMany: readMemberships,
  isDone: (current) => current !== 'member',
  apply: (aws, { thing, group }) => aws.removeFromGroup(thing, group),
  inverse: ({ thing, group }, before) => (before === 'member' ? { kind: 'join-group', thing, group } : null),
})

async function readMembership(aws: ResponderAws, { thing, group }: Membership): Promise<string | null> {
  const groups = await aws.groupsOfThing(thing)
  return groups && (groups.includes(group) ? 'member' : 'not a member')
}

const manyAre = 50

/** Many things of one group are read from the group's list, 250 at a time. It does not tell which things are gone. */
function readMemberships(aws: ResponderAws, params: readonly Membership[]): Promise<string[]> | undefined {
  const [first] = params
  if (!first || params.length < manyAre || params.some(({ group }) => group !== first.group)) return undefined
  return readListed(first.group)

  async function readListed(group: string) {
    const members = new Set<string>()
    for await (const { items } of aws.thingsInGroup(group)) for (const thing of items) members.add(thing)
    return params.map(({ thing }) => (members.has(thing) ? 'member' : 'not a member'))
  }
}
