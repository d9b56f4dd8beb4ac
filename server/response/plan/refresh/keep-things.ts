import type { DescribedGroup, DescribedThing } from '#server/aws/iot-response.ts'
import { deriveForGroups, deriveForThings } from '#server/credentials/ingest/around.ts'
import { recordThingPrincipals } from '#server/credentials/ingest/principals.ts'
import { recordThingsGone } from '#server/fleet/ingest/gone-things.ts'
import { findGroups, recordMemberships } from '#server/fleet/ingest/memberships.ts'
import { rowsByName } from '#server/fleet/ingest/presence.ts'
import { recordThingGroups } from '#server/fleet/ingest/thing-groups.ts'
import { recordThings } from '#server/fleet/ingest/things.ts'
import { iotArn } from '#server/history/arn.ts'
import type { Observation, RowId } from '#server/history/observation.ts'
import { sortPrincipals, type ThingRead } from './read-things.ts'

/** Writes things that AWS described, and that some are gone. Returns row ids by name, and which rows are new. */
export async function keepThings(seen: Observation, read: ThingRead[]) {
  const found = read.flatMap(({ thing }) => (thing ? [toFacts(seen, thing)] : []))
  const added = found.length > 0 ? (await recordThings(seen, found)).added : []
  const rows = await rowsByName(
    seen,
    read.map(({ name }) => name),
  )
  const gone = read.flatMap(({ name, thing }) => (thing === null ? (rows.get(name) ?? []) : []))
  if (gone.length > 0) {
    await recordThingsGone(seen, gone)
    await deriveForThings(seen, gone)
  }
  return { rows, added: new Set(added) }
}

/** Writes groups as described. */
export async function keepGroups(seen: Observation, groups: DescribedGroup[]): Promise<void> {
  if (groups.length === 0) return
  const facts = groups.map((group) => ({
    name: group.thingGroupName,
    arn: group.thingGroupArn ?? null,
    details: {
      thingGroupId: group.thingGroupId ?? null,
      parentName: group.thingGroupMetadata?.parentGroupName ?? null,
      description: group.thingGroupProperties?.thingGroupDescription ?? null,
      attributes: group.thingGroupProperties?.attributePayload?.attributes ?? {},
      queryString: group.queryString ?? null,
      version: group.version ?? null,
      createdAt: group.thingGroupMetadata?.creationDate ?? null,
    },
  }))
  const { reparented } = await recordThingGroups(seen, facts, false)
  await deriveForGroups(seen, reparented)
}

/** Makes the memberships of these things what AWS says. */
export async function keepMemberships(
  seen: Observation,
  read: ThingRead[],
  { rows, added }: { rows: ReadonlyMap<string, RowId>; added: ReadonlySet<RowId> },
): Promise<void> {
  const groups = await findGroups(seen, [...new Set(read.flatMap((one) => one.groups ?? []))])
  const memberships = read.flatMap(({ name, groups: names }) => {
    const thingRowId = rows.get(name)
    if (thingRowId === undefined || !names) return []
    const groupRowIds = names.flatMap((group) => {
      const known = groups.get(group)
      return known && 'id' in known && !known.gone ? [known.id] : []
    })
    return [{ thingRowId, thingName: name, groupRowIds }]
  })
  if (memberships.length > 0) await deriveForThings(seen, await recordMemberships(seen, memberships, added))
}

/** Makes the attachments of these things what AWS says, as read at `asOf`. */
export async function keepPrincipals(
  seen: Observation,
  read: ThingRead[],
  rows: ReadonlyMap<string, RowId>,
  asOf: Date,
): Promise<void> {
  const known = read.flatMap(({ name, principals }) => {
    const thing = rows.get(name)
    return thing === undefined || !principals ? [] : [{ thing, name, asOf, ...sortPrincipals(principals) }]
  })
  if (known.length > 0) await recordThingPrincipals(seen, known)
}

const toFacts = ({ account }: Observation, thing: DescribedThing) => ({
  name: thing.thingName,
  arn: thing.thingArn ?? iotArn(account, `thing/${thing.thingName}`),
  thingId: thing.thingId,
  typeName: thing.thingTypeName ?? null,
  attributes: thing.attributes ?? {},
  version: thing.version,
  billingGroup: thing.billingGroupName ?? null,
})
