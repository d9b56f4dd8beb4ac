import type { ThingType } from '#server/aws/iot-things.ts'
import { recordThingTypesGone } from '#server/fleet/ingest/gone-groups.ts'
import { recordThingTypes } from '#server/fleet/ingest/thing-types.ts'
import { collector, listing, minutes } from '../collector.ts'

export default collector({
  title: 'Thing types',
  brings: 'thing types',
  everyMs: minutes(15),
  needs: ['iot:ListThingTypes'],
  ways: {
    list: listing<ThingType>({
      pages: ({ aws }, token) => aws.iot.thingTypes(token),
      keep: (seen, types) => recordThingTypes(seen, types.map(toFacts)),
      gone: { table: 'thing_types', name: 'name', keep: recordThingTypesGone },
    }),
  },
})

function toFacts({ thingTypeName, thingTypeArn, thingTypeProperties, thingTypeMetadata }: ThingType) {
  return {
    name: thingTypeName,
    arn: thingTypeArn ?? null,
    description: thingTypeProperties?.thingTypeDescription ?? null,
    searchableAttributes: thingTypeProperties?.searchableAttributes ?? [],
    deprecated: thingTypeMetadata?.deprecated ?? false,
    createdAt: thingTypeMetadata?.creationDate ?? null,
  }
}
