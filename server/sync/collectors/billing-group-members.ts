import {
  type ListedGroup,
  memberKeys,
  nextGroup,
  recordBillingMembers,
  sweepBillingMembers,
} from '#server/fleet/ingest/group-lists.ts'
import { collector, minutes, nested } from '../collector.ts'
import { indexTellsGroups } from '../index-tells-groups.ts'

export default collector({
  title: 'Billing group members',
  brings: 'who is in which billing group, where the fleet index does not tell',
  everyMs: minutes(15),
  after: ['things', 'billing-groups'],
  needs: ['iot:ListThingsInBillingGroup'],
  async choose({ sql, account }) {
    return (await indexTellsGroups(sql, account.id)) ? [] : ['groups']
  },
  ways: {
    groups: nested<ListedGroup, string>({
      nextParent: ({ sql, account }, after) => nextGroup(sql, account.id, true, after),
      pages: ({ aws }, group, token) => aws.iot.thingsInBillingGroup(group.name, token),
      async keep(seen, group, names) {
        const { ids, ...changes } = await recordBillingMembers(seen, group, names)
        return { ...changes, keys: await memberKeys(seen, group, ids) }
      },
      async sweep(seen, group, unseen) {
        return { changed: await sweepBillingMembers(seen, group, unseen) }
      },
    }),
  },
})
