import { z } from 'zod'
import type { ReportedSoftware } from '#server/aws/packages.ts'
import { thingKey } from '#server/deployments/keep/facts.ts'
import { noteSoftwareRead, recordSoftware, sweepSoftware } from '#server/deployments/keep/software.ts'
import { collector, minutes, nested, type Source } from '../collector.ts'
import { inBatches } from '../in-batches.ts'

type Whole = { id: number; source: Source }

/** What of the account's indexing says whether documents of things hold the `$package` shadow. */
const indexing = z.object({
  thingIndexingConfiguration: z.object({
    thingIndexingMode: z.string(),
    namedShadowIndexingMode: z.string().optional(),
    filter: z.object({ namedShadowNames: z.array(z.string()).optional() }).optional(),
  }),
})

export default collector({
  title: 'Reported software',
  brings: 'which software things report in their $package shadow',
  everyMs: minutes(60),
  after: ['indexing-configuration', 'things'],
  needs: ['iot:GetIndexingConfiguration', 'iot:SearchIndex'],
  choose: whereIndexed,
  ways: {
    // One list, of all things; what it does not name reports nothing any more.
    index: nested<Whole, ReportedSoftware>({
      nextParent: async (source, after) => (after === 0 ? { id: 1, source } : null),
      pages: (source, _, token) => inBatches(source.aws.packages.reportedSoftware(token), source.batchItems),
      async keep(seen, _, things) {
        const reporting = things.filter(({ packages }) => packages.length > 0)
        const { added = 0, changed = 0, gone = 0 } = await recordSoftware(seen, 'shadow', reporting)
        return { keys: reporting.map(({ thing }) => thingKey(thing)), added, changed: changed + gone }
      },
      async sweep(seen, { source }, unseen) {
        const gone = await sweepSoftware(seen, 'shadow', unseen)
        if (gone === 'most') {
          source.remark = {
            message: 'Most things that reported software are missing from the index; none was forgotten.',
          }
          return {}
        }
        await noteSoftwareRead(seen)
        return { gone }
      },
    }),
  },
})

async function whereIndexed({ aws }: Omit<Source, 'route'>): Promise<string[] | { unavailable: string }> {
  const told = indexing.safeParse(await aws.iot.indexingSettings())
  const { thingIndexingMode, namedShadowIndexingMode, filter } = told.data?.thingIndexingConfiguration ?? {}
  if (!thingIndexingMode || thingIndexingMode === 'OFF') {
    return { unavailable: `Fleet indexing is off in this account, so nothing tells what things run. ${remedy}` }
  }
  if (namedShadowIndexingMode !== 'ON' || !filter?.namedShadowNames?.includes('$package')) {
    return { unavailable: `The fleet index of this account does not hold the $package shadow. ${remedy}` }
  }
  return ['index']
}

const remedy =
  'In AWS IoT, under Settings, Fleet indexing, turn on named shadows and add $package to the names that are indexed.'
