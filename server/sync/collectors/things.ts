import type { IndexedThing, ListedThing } from '#server/aws/iot-things.ts'
import { deriveForThings, expectNewPrincipals } from '#server/credentials/ingest/around.ts'
import { dropSoftwareOf, noteSoftwareRead, recordReported } from '#server/deployments/keep/software.ts'
import { recordThingsGone } from '#server/fleet/ingest/gone-things.ts'
import { knownIndexing } from '#server/fleet/ingest/indexing.ts'
import { findGroups, recordMemberships } from '#server/fleet/ingest/memberships.ts'
import { recordPresence } from '#server/fleet/ingest/presence.ts'
import { recordThings } from '#server/fleet/ingest/things.ts'
import { iotArn } from '#server/history/arn.ts'
import { lastOfEach, type Observation } from '#server/history/observation.ts'
import { collector, type Gone, listing, minutes, type Source } from '../collector.ts'
import { toPresence } from '../presence-facts.ts'

const gone: Gone = {
  table: 'things',
  name: 'name',
  exists: async ({ aws }, name) => (await aws.iot.thing(name)) !== null,
  async keep(seen, ids) {
    await recordThingsGone(seen, ids)
    await dropSoftwareOf(seen, ids)
    await deriveForThings(seen, ids)
  },
}

export default collector({
  title: 'Things',
  brings: 'things, their groups and whether they are connected',
  everyMs: minutes(15),
  after: ['indexing-configuration', 'thing-groups', 'billing-groups'],
  needs: ['iot:SearchIndex', 'iot:ListThings', 'iot:DescribeThing'],
  async choose({ sql, account }) {
    const indexing = await knownIndexing(sql, account.id)
    return indexing.things ? ['index', 'registry'] : ['registry']
  },
  ways: {
    index: listing<IndexedThing>({
      pages: ({ aws }, token) => aws.iot.searchThings('thingName:*', token),
      keep: keepIndexed,
      async finish(seen) {
        if (await reportsSoftware(seen)) await noteSoftwareRead(seen)
        return {}
      },
      expected: async (source) => pagesFor(await knownThings(source), 100),
      gone,
    }),
    registry: listing<ListedThing>({
      pages: ({ aws }, token) => aws.iot.things(token),
      keep: keepListed,
      expected: async (source) => pagesFor(await knownThings(source), 250),
      gone,
    }),
  },
})

async function keepIndexed(seen: Observation, listed: IndexedThing[], source: Source) {
  // The index moves while it is read: a thing may come again on a later page.
  const items = lastOfEach(listed, ({ thingName }) => thingName)
  const groups = await findGroups(seen, [...new Set(items.flatMap(({ thingGroupNames = [] }) => thingGroupNames))])
  const facts = items.map((thing) => ({
    name: thing.thingName,
    arn: iotArn(seen.account, `thing/${thing.thingName}`),
    thingId: thing.thingId,
    typeName: thing.thingTypeName ?? null,
    attributes: thing.attributes ?? {},
    billingGroup: (thing.thingGroupNames ?? []).find((name) => isBilling(groups.get(name))) ?? null,
  }))
  const { ids, added, changed } = await recordThings(seen, facts)
  const isNew = new Set(added)
  const memberships = items.flatMap(({ thingName, thingGroupNames = [] }) => {
    const thingRowId = ids.get(thingName)
    if (thingRowId === undefined) return []
    const found = thingGroupNames.map((name) => groups.get(name))
    const groupRowIds = found.flatMap((group) => (group && 'id' in group && !group.gone ? [group.id] : []))
    return [{ thingRowId, thingName, groupRowIds: [...new Set(groupRowIds)] }]
  })
  const moved = await recordMemberships(seen, memberships, isNew)
  const known = toPresence(items, ids)
  const presence = (await recordPresence(seen, known)) - known.filter(({ thingRowId }) => isNew.has(thingRowId)).length
  const software = (await reportsSoftware(seen)) ? await keepSoftware(seen, items, source) : 0
  await expectNewPrincipals(seen, changed)
  await deriveForThings(seen, [...new Set([...changed, ...moved])])
  return {
    ids: [...ids.values()],
    added: added.length,
    changed: changed.length + moved.length + presence + software,
  }
}

async function keepSoftware(seen: Observation, items: IndexedThing[], source: Source): Promise<number> {
  const told = items.map(({ thingName, shadow }) => ({ thing: thingName, packages: shadow }))
  const { isBelieved, added = 0, changed = 0, gone = 0 } = await recordReported(seen, told)
  if (!isBelieved) {
    source.remark = {
      message: 'Most things that reported software are silent in the fleet index; what they ran is kept.',
    }
  }
  return added + changed + gone
}

// Where the index holds no `$package` shadow, silence says nothing.
const reportsSoftware = async ({ tx, account }: Observation) => (await knownIndexing(tx, account.id)).packages

async function keepListed(seen: Observation, items: ListedThing[]) {
  const facts = items.map((thing) => ({
    name: thing.thingName,
    arn: thing.thingArn ?? iotArn(seen.account, `thing/${thing.thingName}`),
    typeName: thing.thingTypeName ?? null,
    attributes: thing.attributes ?? {},
    version: thing.version,
  }))
  const { ids, added, changed } = await recordThings(seen, facts)
  await expectNewPrincipals(seen, changed)
  await deriveForThings(seen, changed)
  return { ids: [...ids.values()], added: added.length, changed: changed.length }
}

const isBilling = (group: object | undefined) => group !== undefined && 'billing' in group

async function knownThings({ sql, account }: Source): Promise<number> {
  const { rows } = await sql.query<{ things: number }>(
    'SELECT coalesce(sum(things), 0)::int8 AS things FROM thing_rollup WHERE account_id = $1',
    [account.id],
  )
  return rows[0]?.things ?? 0
}

const pagesFor = (count: number, pageSize: number) => (count === 0 ? null : Math.ceil(count / pageSize))
