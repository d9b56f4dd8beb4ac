import type { ListedGroup, ThingGroup } from '#server/aws/iot-things.ts'
import { deriveForGroups, deriveForThings } from '#server/credentials/ingest/around.ts'
import { recordThingGroupsGone } from '#server/fleet/ingest/gone-groups.ts'
import { type GroupDetails, type GroupFacts, recordThingGroups } from '#server/fleet/ingest/thing-groups.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { collector, listing, minutes, type Source } from '../collector.ts'

export default collector({
  title: 'Thing groups',
  brings: 'thing groups',
  everyMs: minutes(15),
  needs: ['iot:ListThingGroups', 'iot:DescribeThingGroup'],
  ways: {
    list: listing<ListedGroup, GroupFacts>({
      pages: ({ aws }, token) => aws.iot.thingGroups(token),
      enrich: describe,
      async keep(seen, groups) {
        const { reparented, ...kept } = await recordThingGroups(seen, groups, false)
        await deriveForGroups(seen, reparented)
        return kept
      },
      gone: {
        table: 'thing_groups',
        name: 'name',
        where: 'NOT t.billing',
        exists: async ({ aws }, name) => (await aws.iot.thingGroup(name)) !== null,
        keep: async (seen, ids) => deriveForThings(seen, await recordThingGroupsGone(seen, ids)),
      },
    }),
  },
})

const describedAllUpTo = 100
const describedEvery = 8

// The list tells nothing but names. Few groups are described every time; of many, the new ones at once and the others in turn.
async function describe({ aws, sql, account, passNumber }: Source, groups: ListedGroup[]): Promise<GroupFacts[]> {
  const { rows } = await sql.query<{ name: string; id: number; total: number }>(
    `SELECT name, id, count(*) OVER () AS total FROM thing_groups
     WHERE account_id = $1 AND NOT billing AND described_at IS NOT NULL AND gone_at IS NULL`,
    [account.id],
  )
  const known = new Map(rows.map(({ name, id }) => [name, id]))
  return inParallel(groups, 16, async ({ groupName, groupArn }) => {
    const id = known.get(groupName)
    const due = id === undefined || known.size <= describedAllUpTo || (id + passNumber) % describedEvery === 0
    const group = due ? await aws.iot.thingGroup(groupName) : null
    return { name: groupName, arn: groupArn ?? null, ...(group && { details: toDetails(group) }) }
  })
}

function toDetails({
  thingGroupId,
  version,
  queryString,
  thingGroupProperties,
  thingGroupMetadata,
}: ThingGroup): GroupDetails {
  return {
    thingGroupId: thingGroupId ?? null,
    parentName: thingGroupMetadata?.parentGroupName ?? null,
    description: thingGroupProperties?.thingGroupDescription ?? null,
    attributes: thingGroupProperties?.attributePayload?.attributes ?? {},
    queryString: queryString ?? null,
    version: version ?? null,
    createdAt: thingGroupMetadata?.creationDate ?? null,
  }
}
