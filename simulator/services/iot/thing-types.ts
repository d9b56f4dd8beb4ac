import type { Fleet } from '../../fleet/fleet.ts'
import type { ThingType } from '../../fleet/thing-type.ts'
import { rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { alreadyExists, invalidRequest } from '../refuse.ts'
import { findType } from './find.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

const maxSearchableAttributes = 3

export const thingTypes: IotHandlers = {
  ListThingTypes(input, { fleet }) {
    const { thingTypeName } = input
    const where = thingTypeName ? ({ name }: ThingType) => name === thingTypeName : undefined
    const { items, next } = paginate(input, fleet.types, { operation: 'ListThingTypes', ...(where && { where }) })
    return { thingTypes: items.map((type) => described(fleet, type)), nextToken: next }
  },

  DescribeThingType({ thingTypeName }, { fleet }) {
    const type = findType(fleet, thingTypeName)
    return { ...described(fleet, type), thingTypeId: type.id }
  },

  CreateThingType({ thingTypeName, thingTypeProperties = {} }, { fleet }) {
    const name = text(thingTypeName, 'thingTypeName', rules.thingTypeName)
    const { thingTypeDescription: description, searchableAttributes = [] } = thingTypeProperties
    if (searchableAttributes.length > maxSearchableAttributes) {
      throw invalidRequest(`At most ${maxSearchableAttributes} searchable attributes are allowed`)
    }
    const existing = fleet.types.get(name)
    if (existing && existing.description !== description) throw alreadyExists(`Thing type ${name} already exists`)
    const type = existing ?? {
      name,
      id: fleet.newId(),
      description,
      searchableAttributes,
      createdAt: fleet.now(),
      deprecatedAt: undefined,
    }
    if (!existing) fleet.types.add(type)
    return { thingTypeName: name, thingTypeArn: fleet.arn('thingtype', name), thingTypeId: type.id }
  },

  DeprecateThingType({ thingTypeName, undoDeprecate }, { fleet }) {
    findType(fleet, thingTypeName).deprecatedAt = undoDeprecate ? undefined : fleet.now()
    return {}
  },
}

const described = (fleet: Fleet, type: ThingType) => ({
  thingTypeName: type.name,
  thingTypeArn: fleet.arn('thingtype', type.name),
  thingTypeProperties: {
    thingTypeDescription: type.description,
    searchableAttributes: type.searchableAttributes,
  },
  thingTypeMetadata: {
    deprecated: type.deprecatedAt !== undefined,
    deprecationDate: type.deprecatedAt === undefined ? undefined : epochDate(type.deprecatedAt),
    creationDate: epochDate(type.createdAt),
  },
})
