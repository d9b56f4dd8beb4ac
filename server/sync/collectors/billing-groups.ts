import type { ListedGroup } from '#server/aws/iot-things.ts'
import { recordThingGroupsGone } from '#server/fleet/ingest/gone-groups.ts'
import { recordThingGroups } from '#server/fleet/ingest/thing-groups.ts'
import { collector, listing, minutes } from '../collector.ts'

export default collector({
  title: 'Billing groups',
  brings: 'billing groups',
  everyMs: minutes(15),
  needs: ['iot:ListBillingGroups'],
  ways: {
    list: listing<ListedGroup>({
      pages: ({ aws }, token) => aws.iot.billingGroups(token),
      keep(seen, groups) {
        const facts = groups.map(({ groupName, groupArn }) => ({ name: groupName, arn: groupArn ?? null }))
        return recordThingGroups(seen, facts, true)
      },
      gone: {
        table: 'thing_groups',
        name: 'name',
        where: 't.billing',
        keep: async (seen, ids) => void (await recordThingGroupsGone(seen, ids)),
      },
    }),
  },
})
