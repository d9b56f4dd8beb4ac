import type { CoreDevice } from '#server/aws/greengrass.ts'
import { recordCores, recordCoresGone } from '#server/deployments/keep/cores.ts'
import { collector, listing, minutes } from '../collector.ts'

export default collector({
  title: 'Greengrass cores',
  brings: 'Greengrass core devices and what they said of themselves last',
  everyMs: minutes(5),
  needs: ['greengrass:ListCoreDevices', 'greengrass:GetCoreDevice'],
  ways: {
    list: listing<CoreDevice>({
      pages: ({ aws }, token) => aws.greengrass.cores(token),
      keep: (seen, cores) =>
        recordCores(
          seen,
          cores.map((core) => ({
            thing: core.coreDeviceThingName,
            status: core.status,
            statusAt: core.lastStatusUpdateTimestamp ?? null,
            platform: core.platform ?? null,
            architecture: core.architecture ?? null,
            runtime: core.runtime ?? null,
          })),
        ),
      gone: {
        table: 'greengrass_cores',
        name: 'thing',
        exists: async ({ aws }, thing) => (await aws.greengrass.core(thing)) !== null,
        keep: recordCoresGone,
      },
    }),
  },
})
