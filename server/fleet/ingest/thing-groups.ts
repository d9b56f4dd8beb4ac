import { contentHash, stableJson } from '#server/history/content-hash.ts'
import { lastOfEach, type Observation, plainOrNull, type RowId } from '#server/history/observation.ts'
import { type HistoryEntry, recordHistory } from '#server/history/record-history.ts'
import { plainText } from '#server/platform/plain-text.ts'

/** A listed group; `details` only when it was described this time. Billing groups have none. */
export type GroupFacts = { name: string; arn: string | null; details?: GroupDetails | undefined }

export type GroupDetails = {
  thingGroupId: string | null
  parentName: string | null
  description: string | null
  attributes: Record<string, string>
  queryString: string | null
  version: number | null
  createdAt: Date | null
}

type Old = {
  id: RowId
  name: string
  arn: string | null
  hash: string
  gone: boolean
  described: boolean
  parent_name: string | null
  description: string | null
  attributes: Record<string, string>
  query_string: string | null
}

type Prepared = GroupFacts & { hash: string | null }

/** Writes the groups that are new or differ. `reparented` are those whose place in the hierarchy changed. */
export async function recordThingGroups(seen: Observation, groups: GroupFacts[], billing: boolean) {
  const { tx, account } = seen
  const page = lastOfEach(groups, ({ name }) => name).map(prepare)
  const { rows } = await tx.query<Old>(
    `SELECT id, name, arn, content_hash::text AS hash, gone_at IS NOT NULL AS gone, described_at IS NOT NULL AS described,
       parent_name, description, attributes, query_string
     FROM thing_groups WHERE account_id = $1 AND billing = $2 AND name = ANY($3::text[])`,
    [account.id, billing, page.map(({ name }) => name)],
  )
  const known = new Map(rows.map((row) => [row.name, row]))
  const differing = page.filter((group) => differs(group, known.get(group.name)))
  if (differing.length === 0) return { ids: rows.map(({ id }) => id), reparented: [] }
  await recordHistory(
    seen,
    differing.flatMap((group) => differences(group, known.get(group.name))),
  )
  const written = await write(seen, differing, billing)
  const added = differing.filter(({ name }) => !known.has(name)).length
  const ids = [...new Set([...rows, ...written].map(({ id }) => id))]
  const reparented = differing.flatMap(({ name, details }) => {
    const old = known.get(name)
    return old && (old.gone || (details && old.parent_name !== details.parentName)) ? [old.id] : []
  })
  return { ids, added, changed: differing.length - added, reparented }
}

function prepare(group: GroupFacts): Prepared {
  if (!group.details) return { ...group, hash: null }
  const pairs = Object.entries(group.details.attributes).map(([key, value]) => [plainText(key), plainText(value)])
  const details = {
    ...group.details,
    description: plainOrNull(group.details.description),
    attributes: Object.fromEntries(pairs) as Record<string, string>,
    queryString: plainOrNull(group.details.queryString),
  }
  const { version: _, createdAt: __, ...content } = details
  return { ...group, details, hash: contentHash(content) }
}

function differs({ arn, hash, details }: Prepared, old: Old | undefined): boolean {
  if (!old || old.gone || (arn !== null && old.arn !== arn)) return true
  return details !== undefined && (!old.described || old.hash !== hash)
}

async function write({ tx, account }: Observation, groups: Prepared[], billing: boolean): Promise<{ id: RowId }[]> {
  const { rows } = await tx.query<{ id: RowId }>(
    `INSERT INTO thing_groups AS g (account_id, billing, name, arn, thing_group_id, parent_name, description, attributes,
       query_string, version, created_at, content_hash, described_at)
     SELECT $1, $2, p.name, p.arn, p.group_id, p.parent, p.description, coalesce(p.attributes, '{}'), p.query, p.version,
       p.created_at, coalesce(p.hash, 0), CASE WHEN p.hash IS NOT NULL THEN now() END
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::text[], $10::bigint[],
       $11::timestamptz[], $12::bigint[])
       AS p(name, arn, group_id, parent, description, attributes, query, version, created_at, hash)
     ON CONFLICT (account_id, billing, name) DO UPDATE SET arn = coalesce(excluded.arn, g.arn), gone_at = NULL, changed_at = now(),
       (thing_group_id, parent_name, description, attributes, query_string, version, created_at, content_hash, described_at) =
         (SELECT e.* FROM (SELECT excluded.thing_group_id, excluded.parent_name, excluded.description, excluded.attributes,
             excluded.query_string, excluded.version, excluded.created_at, excluded.content_hash, excluded.described_at
           WHERE excluded.described_at IS NOT NULL
           UNION ALL
           SELECT g.thing_group_id, g.parent_name, g.description, g.attributes, g.query_string, g.version, g.created_at,
             g.content_hash, g.described_at
           WHERE excluded.described_at IS NULL) e)
     RETURNING id`,
    [
      ...[account.id, billing],
      groups.map(({ name }) => name),
      groups.map(({ arn }) => arn),
      groups.map(({ details }) => details?.thingGroupId ?? null),
      groups.map(({ details }) => details?.parentName ?? null),
      groups.map(({ details }) => details?.description ?? null),
      groups.map(({ details }) => (details ? JSON.stringify(details.attributes) : null)),
      groups.map(({ details }) => details?.queryString ?? null),
      groups.map(({ details }) => details?.version ?? null),
      groups.map(({ details }) => details?.createdAt ?? null),
      groups.map(({ hash }) => hash),
    ],
  )
  return rows
}

function differences({ name, details }: Prepared, old: Old | undefined): HistoryEntry[] {
  if (!old) return []
  const subject = { kind: 'thing-group' as const, id: old.id, subject: name }
  const returned = old.gone ? [{ ...subject, change: 'returned' }] : []
  if (!details || !old.described) return returned
  const fields = [
    { change: 'parent', before: old.parent_name, after: details.parentName },
    { change: 'description', before: old.description, after: details.description },
    { change: 'attributes', before: old.attributes, after: details.attributes },
    { change: 'query', before: old.query_string, after: details.queryString },
  ]
  const changed = fields.filter(({ before, after }) => stableJson(before) !== stableJson(after))
  return [...returned, ...changed.map((field) => ({ ...subject, ...field }))]
}
