import { deriveForThings } from '#server/credentials/ingest/around.ts'
import {
  type ListedGroup,
  memberKeys,
  nextGroup,
  recordGroupMembers,
  sweepGroupMembers,
} from '#server/fleet/ingest/group-lists.ts'
import { collector, minutes, nested } from '../collector.ts'
import { indexTellsGroups } from '../index-tells-groups.ts'

export default collector({
  title: 'Thing group members',
  brings: 'who is in which group, where the fleet index does not tell',
  everyMs: minutes(15),
  after: ['things', 'thing-groups'],
  needs: ['iot:ListThingsInThingGroup'],
  async choose({ sql, account }) {
    return (await indexTellsGroups(sql, account.id)) ? [] : ['groups']
  },
  ways: {
    groups: nested<ListedGroup, string>({
      nextParent: ({ sql, account }, after) => nextGroup(sql, account.id, false, after),
      pages: ({ aws }, group, token) => aws.iot.thingsInThingGroup(group.name, token),
      async keep(seen, group, names) {
        const { ids, joined } = await recordGroupMembers(seen, group, names)
        await deriveForThings(seen, joined)
        return { keys: await memberKeys(seen, group, ids), changed: joined.length }
      },
      async sweep(seen, group, unseen) {
        const left = await sweepGroupMembers(seen, group, unseen)
        await deriveForThings(seen, left)
        return { changed: left.length }
      },
    }),
  },
})
