import { jsonHash, stableJson } from '#server/history/content-hash.ts'
import { lastOfEach, type Observation, plainOrNull, type RowId } from '#server/history/observation.ts'
import { type HistoryEntry, recordHistory } from '#server/history/record-history.ts'
import { plainText } from '#server/platform/plain-text.ts'

/** What either route says of a thing. What a route does not tell is undefined and stays as it was. */
export type ThingFacts = {
  name: string
  arn: string
  thingId?: string | undefined
  typeName: string | null
  attributes: Record<string, string>
  version?: number | undefined
  billingGroup?: string | null | undefined
}

/** Row ids by name, and which things are new, or changed (their principals may have changed with them). */
export type RecordedThings = { ids: Map<string, RowId>; added: RowId[]; changed: RowId[] }

type Prepared = ThingFacts & { json: string; hash: string }
type Known = { n: number; id: RowId | null; same: boolean | null; recreated: boolean | null }

/** Writes the things of a page that are new or differ, with their history; the rest is only compared. */
export async function recordThings(seen: Observation, things: ThingFacts[]): Promise<RecordedThings> {
  const page = lastOfEach(things, ({ name }) => name).map(prepare)
  const known = await compare(seen, page)
  const ids = new Map<string, RowId>()
  const fresh: Prepared[] = []
  const differing: (Prepared & { id: RowId; recreated: boolean })[] = []
  for (const { n, id, same, recreated } of known) {
    const thing = page[n - 1]
    if (!thing) continue
    if (id === null) fresh.push(thing)
    else ids.set(thing.name, id)
    if (id !== null && !same) differing.push({ ...thing, id, recreated: recreated ?? false })
  }
  const added = await insert(seen, fresh)
  for (const { id, name } of added) ids.set(name, id)
  await update(seen, differing)
  return { ids, added: added.map(({ id }) => id), changed: differing.map(({ id }) => id) }
}

function prepare(thing: ThingFacts): Prepared {
  const attributes: Record<string, string> = {}
  for (const [key, value] of Object.entries(thing.attributes)) attributes[plainText(key)] = plainText(value)
  const typeName = plainOrNull(thing.typeName)
  const json = stableJson(attributes)
  // As a hash of [typeName, attributes], without writing those once more.
  return { ...thing, typeName, attributes, json, hash: jsonHash(`[${JSON.stringify(typeName)},${json}]`) }
}

async function compare({ tx, account }: Observation, page: Prepared[]): Promise<Known[]> {
  const { rows } = await tx.query<Known>({
    name: 'things-compare',
    text: `SELECT p.n::int AS n, t.id, t.gone_at IS NULL AND t.content_hash = p.hash
         AND t.thing_id IS NOT DISTINCT FROM coalesce(p.thing_id, t.thing_id)
         AND t.version IS NOT DISTINCT FROM coalesce(p.version, t.version)
         AND (NOT p.billing_known OR t.billing_group IS NOT DISTINCT FROM p.billing_group) AS same,
         t.thing_id <> p.thing_id AS recreated
       FROM unnest($2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::bool[]) WITH ORDINALITY
         AS p(name, hash, thing_id, version, billing_group, billing_known, n)
       LEFT JOIN LATERAL (SELECT * FROM things t WHERE t.account_id = $1 AND t.name = p.name LIMIT 1) t ON TRUE`,
    values: [
      account.id,
      page.map(({ name }) => name),
      page.map(({ hash }) => hash),
      page.map(({ thingId }) => thingId ?? null),
      page.map(({ version }) => version ?? null),
      page.map(({ billingGroup }) => billingGroup ?? null),
      page.map(({ billingGroup }) => billingGroup !== undefined),
    ],
  })
  return rows
}

async function insert({ tx, account }: Observation, things: Prepared[]): Promise<{ id: RowId; name: string }[]> {
  if (things.length === 0) return []
  const { rows } = await tx.query<{ id: RowId; name: string }>({
    name: 'things-insert',
    text: `INSERT INTO things (account_id, name, arn, thing_id, type_name, billing_group, attributes, version, content_hash)
       SELECT $1, p.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::bigint[],
         $9::bigint[]) p
       RETURNING id, name`,
    values: [account.id, ...columns(things)],
  })
  return rows
}

async function update(seen: Observation, things: (Prepared & { id: RowId; recreated: boolean })[]): Promise<void> {
  if (things.length === 0) return
  const { rows: before } = await seen.tx.query<Before>(
    `SELECT t.id, t.type_name, t.attributes, t.billing_group, t.gone_at
     FROM things t WHERE t.id = ANY($1::bigint[])`,
    [things.map(({ id }) => id)],
  )
  const old = new Map(before.map((row) => [row.id, row]))
  await recordHistory(
    seen,
    things.flatMap((thing) => differences(thing, old.get(thing.id))),
  )
  await seen.tx.query(
    `UPDATE things t SET arn = coalesce(p.arn, t.arn), thing_id = coalesce(p.thing_id, t.thing_id), type_name = p.type_name,
       billing_group = CASE WHEN p.billing_known THEN p.billing_group ELSE t.billing_group END,
       attributes = p.attributes, version = coalesce(p.version, t.version), content_hash = p.hash,
       changed_at = now(), gone_at = NULL
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::bigint[],
       $9::bigint[], $10::bool[])
       AS p(id, name, arn, thing_id, type_name, billing_group, attributes, version, hash, billing_known)
     WHERE t.id = p.id`,
    [things.map(({ id }) => id), ...columns(things), things.map(({ billingGroup }) => billingGroup !== undefined)],
  )
  // A thing made anew under an old name has not connected yet.
  const recreated = things.filter((thing) => thing.recreated).map(({ id }) => id)
  if (recreated.length) await seen.tx.query('DELETE FROM presence WHERE thing_row_id = ANY($1::bigint[])', [recreated])
}

type Before = {
  id: RowId
  type_name: string | null
  attributes: Record<string, string>
  billing_group: string | null
  gone_at: Date | null
}

function differences(thing: Prepared & { id: RowId; recreated: boolean }, old: Before | undefined): HistoryEntry[] {
  if (!old) return []
  const subject = { kind: 'thing' as const, id: thing.id, subject: thing.name }
  const entries: HistoryEntry[] = []
  if (old.gone_at) entries.push({ ...subject, change: 'returned' })
  else if (thing.recreated) entries.push({ ...subject, change: 'recreated' })
  if (old.type_name !== thing.typeName)
    entries.push({ ...subject, change: 'type', before: old.type_name, after: thing.typeName })
  if (stableJson(old.attributes) !== thing.json)
    entries.push({ ...subject, change: 'attributes', before: old.attributes, after: thing.attributes })
  if (thing.billingGroup !== undefined && old.billing_group !== thing.billingGroup)
    entries.push({ ...subject, change: 'billing-group', before: old.billing_group, after: thing.billingGroup })
  return entries
}

function columns(things: Prepared[]): unknown[][] {
  return [
    things.map(({ name }) => name),
    things.map(({ arn }) => arn),
    things.map(({ thingId }) => thingId ?? null),
    things.map(({ typeName }) => typeName),
    things.map(({ billingGroup }) => billingGroup ?? null),
    things.map(({ json }) => json),
    things.map(({ version }) => version ?? null),
    things.map(({ hash }) => hash),
  ]
}
