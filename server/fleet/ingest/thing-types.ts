import { contentHash } from '#server/history/content-hash.ts'
import { lastOfEach, type Observation, plainOrNull, type RowId } from '#server/history/observation.ts'
import { type HistoryEntry, recordHistory } from '#server/history/record-history.ts'
import { plainText } from '#server/platform/plain-text.ts'

export type ThingTypeFacts = {
  name: string
  arn: string | null
  description: string | null
  searchableAttributes: string[]
  deprecated: boolean
  createdAt: Date | null
}

type Old = { id: RowId; name: string; hash: string; gone: boolean; deprecated: boolean; description: string | null }

/** Writes the thing types that are new or differ. Returns all row ids of the page. */
export async function recordThingTypes(seen: Observation, types: ThingTypeFacts[]) {
  const { tx, account } = seen
  const page = lastOfEach(types, ({ name }) => name).map((type) => {
    const facts = { ...type, description: plainOrNull(type.description) }
    const searchableAttributes = facts.searchableAttributes.map(plainText)
    return {
      ...facts,
      searchableAttributes,
      hash: contentHash([facts.description, searchableAttributes, facts.deprecated]),
    }
  })
  const { rows } = await tx.query<Old>(
    `SELECT id, name, content_hash::text AS hash, gone_at IS NOT NULL AS gone, deprecated, description FROM thing_types
     WHERE account_id = $1 AND name = ANY($2::text[])`,
    [account.id, page.map(({ name }) => name)],
  )
  const known = new Map(rows.map((row) => [row.name, row]))
  const differing = page.filter((type) => {
    const old = known.get(type.name)
    return !old || old.gone || old.hash !== type.hash
  })
  if (differing.length === 0) return { ids: rows.map(({ id }) => id) }
  await recordHistory(
    seen,
    differing.flatMap((type) => differences(type, known.get(type.name))),
  )
  const { rows: written } = await tx.query<{ id: RowId }>(
    `INSERT INTO thing_types AS t (account_id, name, arn, description, searchable_attributes, deprecated, created_at, content_hash)
     SELECT $1, p.name, p.arn, p.description, ARRAY(SELECT jsonb_array_elements_text(p.searchable)), p.deprecated,
       p.created_at, p.hash
     FROM unnest($2::text[], $3::text[], $4::text[], $5::jsonb[], $6::bool[], $7::timestamptz[], $8::bigint[])
       AS p(name, arn, description, searchable, deprecated, created_at, hash)
     ON CONFLICT (account_id, name) DO UPDATE SET arn = excluded.arn, description = excluded.description,
       searchable_attributes = excluded.searchable_attributes, deprecated = excluded.deprecated,
       created_at = excluded.created_at, content_hash = excluded.content_hash, changed_at = now(), gone_at = NULL
     RETURNING id`,
    [
      account.id,
      differing.map(({ name }) => name),
      differing.map(({ arn }) => arn),
      differing.map(({ description }) => description),
      differing.map(({ searchableAttributes }) => JSON.stringify(searchableAttributes)),
      differing.map(({ deprecated }) => deprecated),
      differing.map(({ createdAt }) => createdAt),
      differing.map(({ hash }) => hash),
    ],
  )
  const added = differing.filter(({ name }) => !known.has(name)).length
  const ids = [...new Set([...rows, ...written].map(({ id }) => id))]
  return { ids, added, changed: differing.length - added }
}

function differences(type: ThingTypeFacts, old: Old | undefined): HistoryEntry[] {
  if (!old) return []
  const subject = { kind: 'thing-type' as const, id: old.id, subject: type.name }
  return [
    ...(old.gone ? [{ ...subject, change: 'returned' }] : []),
    ...(old.deprecated !== type.deprecated
      ? [{ ...subject, change: 'deprecated', before: old.deprecated, after: type.deprecated }]
      : []),
    ...(old.description !== type.description
      ? [{ ...subject, change: 'description', before: old.description, after: type.description }]
      : []),
  ]
}
