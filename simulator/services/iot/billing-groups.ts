import type { Fleet } from '../../fleet/fleet.ts'
import type { Thing } from '../../fleet/thing.ts'
import type { BillingGroup } from '../../fleet/thing-group.ts'
import { rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { alreadyExists } from '../refuse.ts'
import { findBillingGroup, findThing, nameOrArn } from './find.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

export const billingGroups: IotHandlers = {
  ListBillingGroups(input, { fleet }) {
    const { namePrefixFilter = '' } = input
    const where = ({ name }: BillingGroup) => name.startsWith(namePrefixFilter)
    const { items, next } = paginate(input, fleet.billingGroups, { operation: 'ListBillingGroups', where })
    const listed = items.map(({ name }) => ({ groupName: name, groupArn: fleet.arn('billinggroup', name) }))
    return { billingGroups: listed, nextToken: next }
  },

  DescribeBillingGroup({ billingGroupName }, { fleet }) {
    const group = findBillingGroup(fleet, billingGroupName)
    return {
      ...identified(fleet, group),
      version: group.version,
      billingGroupProperties: { billingGroupDescription: group.description },
      billingGroupMetadata: { creationDate: epochDate(group.createdAt) },
    }
  },

  ListThingsInBillingGroup(input, { fleet }) {
    const group = findBillingGroup(fleet, input.billingGroupName)
    const where = (thing: Thing) => thing.billingGroup === group
    const { items, next } = paginate(input, fleet.things, { operation: 'ListThingsInBillingGroup', where })
    return { things: items.map(({ name }) => name), nextToken: next }
  },

  CreateBillingGroup({ billingGroupName, billingGroupProperties }, { fleet }) {
    const name = text(billingGroupName, 'billingGroupName', rules.billingGroupName)
    if (fleet.billingGroups.get(name)) throw alreadyExists(`Billing group ${name} already exists`)
    const description = billingGroupProperties?.billingGroupDescription
    const group = { name, id: fleet.newId(), description, createdAt: fleet.now(), version: 1 }
    fleet.billingGroups.add(group)
    return identified(fleet, group)
  },

  AddThingToBillingGroup({ thingName, thingArn, billingGroupName, billingGroupArn }, { fleet }) {
    const thing = findThing(fleet, nameOrArn(fleet, thingName, thingArn, 'thing'))
    thing.billingGroup = findBillingGroup(fleet, nameOrArn(fleet, billingGroupName, billingGroupArn, 'billinggroup'))
    return {}
  },
}

const identified = (fleet: Fleet, { name, id }: BillingGroup) => ({
  billingGroupName: name,
  billingGroupArn: fleet.arn('billinggroup', name),
  billingGroupId: id,
})
