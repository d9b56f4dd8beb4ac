import type { Thing } from '../../fleet/thing.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest } from '../refuse.ts'
import { findThing } from './find.ts'
import type { IotHandlers } from './handlers.ts'
import { own } from './own.ts'

/** Reading the registry's things. */
export const things: IotHandlers = {
  ListThings(input, { fleet }) {
    const where = thingFilter(input)
    const { items, next } = paginate(input, fleet.things, { operation: 'ListThings', ...(where && { where }) })
    const listed = items.map((thing) => ({
      thingName: thing.name,
      thingTypeName: thing.type?.name,
      thingArn: fleet.arn('thing', thing.name),
      attributes: thing.details.attributes,
      version: thing.version,
    }))
    return { things: listed, nextToken: next }
  },

  DescribeThing({ thingName }, { fleet }) {
    const thing = findThing(fleet, thingName)
    return {
      defaultClientId: thing.name,
      thingName: thing.name,
      thingId: thing.details.id,
      thingArn: fleet.arn('thing', thing.name),
      thingTypeName: thing.type?.name,
      attributes: thing.details.attributes,
      version: thing.version,
      billingGroupName: thing.billingGroup?.name,
    }
  },
}

interface ThingFilter {
  attributeName?: string | undefined
  attributeValue?: string | undefined
  usePrefixAttributeValue?: boolean | undefined
  thingTypeName?: string | undefined
}

function thingFilter({ attributeName, attributeValue, usePrefixAttributeValue, thingTypeName }: ThingFilter) {
  if (attributeValue !== undefined && !attributeName)
    throw invalidRequest('attributeName is required with attributeValue')
  if (!attributeName && !thingTypeName) return undefined
  const hasAttribute = ({ details: { attributes } }: Thing) => {
    if (!attributeName) return true
    const value = own(attributes, attributeName)
    if (value === undefined || attributeValue === undefined) return value !== undefined
    return usePrefixAttributeValue ? value.startsWith(attributeValue) : value === attributeValue
  }
  return (thing: Thing) => (!thingTypeName || thing.type?.name === thingTypeName) && hasAttribute(thing)
}
