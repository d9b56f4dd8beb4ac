import { lastOfEach, type Observation, type RowId } from '#server/history/observation.ts'
import { type HistoryEntry, recordHistory } from '#server/history/record-history.ts'
import type { Sql } from '#server/platform/db.ts'
import { plainText } from '#server/platform/plain-text.ts'

/** A version as listed; `document` only when it is new to us. */
export type VersionFacts = { id: string; isDefault: boolean; createdAt: Date | null; document?: string }

/** A policy with its versions; `details` only when it is new or its versions changed. */
export type PolicyFacts = {
  name: string
  arn: string
  versions: VersionFacts[]
  details?: { createdAt: Date | null; lastModifiedAt: Date | null; generationId: string | null }
}

/** A version we have, by policy name. */
export type KnownVersion = { policy: string; id: string; isDefault: boolean; createdAt: Date | null }

/** The versions we hold of these policies. */
export async function knownVersions(sql: Sql, accountId: number, names: string[]): Promise<KnownVersion[]> {
  const { rows } = await sql.query<KnownVersion>(
    `SELECT p.name AS policy, v.version_id AS id, v.is_default AS "isDefault", v.created_at AS "createdAt"
     FROM policies p JOIN policy_versions v ON v.policy_row_id = p.id
     WHERE p.account_id = $1 AND p.name = ANY($2::text[]) AND p.gone_at IS NULL AND v.gone_at IS NULL`,
    [accountId, names],
  )
  return rows
}

type Old = { id: RowId; name: string; gone: boolean; arn: string | null; default_version_id: string | null }

/** Writes policies and versions that are new or differ, with their history. Returns all row ids of the page. */
export async function recordPolicies(seen: Observation, policies: PolicyFacts[]) {
  const page = lastOfEach(policies, ({ name }) => name)
  const { rows } = await seen.tx.query<Old>(
    `SELECT id, name, gone_at IS NOT NULL AS gone, arn, default_version_id FROM policies
     WHERE account_id = $1 AND name = ANY($2::text[])`,
    [seen.account.id, page.map(({ name }) => name)],
  )
  const known = new Map(rows.map((row) => [row.name, row]))
  const differing = page.filter((policy) => {
    const old = known.get(policy.name)
    return !old || old.gone || policy.details || old.arn !== policy.arn || old.default_version_id !== defaultOf(policy)
  })
  await recordHistory(
    seen,
    differing.flatMap((policy) => differences(policy, known.get(policy.name))),
  )
  const written = await write(seen, differing)
  const ids = new Map([...rows, ...written].map(({ name, id }) => [name, id]))
  const versionsChanged = await recordVersions(seen, page, ids, known)
  const added = differing.filter(({ name }) => !known.has(name)).length
  const returned = differing.flatMap(({ name }) => (known.get(name)?.gone ? [ids.get(name) ?? 0] : []))
  return { ids: [...ids.values()], added, changed: differing.length - added + versionsChanged, returned }
}

const defaultOf = ({ versions }: PolicyFacts) => versions.find(({ isDefault }) => isDefault)?.id ?? null

async function write({ tx, account }: Observation, page: PolicyFacts[]): Promise<{ id: RowId; name: string }[]> {
  if (page.length === 0) return []
  const { rows } = await tx.query<{ id: RowId; name: string }>(
    `INSERT INTO policies AS o (account_id, name, arn, default_version_id, version_count, created_at, last_modified_at,
       generation_id, described_at)
     SELECT $1, p.*, CASE WHEN p.created_at IS NOT NULL OR p.generation_id IS NOT NULL THEN now() END
     FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[], $8::text[])
       AS p(name, arn, default_version_id, version_count, created_at, modified, generation_id)
     ON CONFLICT (account_id, name) DO UPDATE SET arn = excluded.arn, default_version_id = excluded.default_version_id,
       version_count = excluded.version_count, created_at = coalesce(excluded.created_at, o.created_at),
       last_modified_at = coalesce(excluded.last_modified_at, o.last_modified_at),
       generation_id = coalesce(excluded.generation_id, o.generation_id),
       described_at = coalesce(excluded.described_at, o.described_at), changed_at = now(), gone_at = NULL
     RETURNING id, name`,
    [
      account.id,
      page.map(({ name }) => name),
      page.map(({ arn }) => arn),
      page.map(defaultOf),
      page.map(({ versions }) => versions.length),
      page.map(({ details }) => details?.createdAt ?? null),
      page.map(({ details }) => details?.lastModifiedAt ?? null),
      page.map(({ details }) => details?.generationId ?? null),
    ],
  )
  return rows
}

async function recordVersions(
  seen: Observation,
  page: PolicyFacts[],
  ids: ReadonlyMap<string, RowId>,
  known: ReadonlyMap<string, Old>,
): Promise<number> {
  const { tx } = seen
  const rows = page.flatMap(({ name, versions }) =>
    versions.map((version) => ({ ...version, name, policy: ids.get(name) ?? 0 })),
  )
  const fresh = rows.filter(({ document }) => document !== undefined)
  await tx.query(
    `INSERT INTO policy_versions (policy_row_id, version_id, is_default, document, created_at)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::bool[], $4::text[], $5::timestamptz[])
     ON CONFLICT (policy_row_id, version_id) DO UPDATE SET is_default = excluded.is_default,
       document = excluded.document, created_at = excluded.created_at, gone_at = NULL`,
    [
      fresh.map(({ policy }) => policy),
      fresh.map(({ id }) => id),
      fresh.map(({ isDefault }) => isDefault),
      fresh.map(({ document }) => plainText(document ?? '')),
      fresh.map(({ createdAt }) => createdAt),
    ],
  )
  const { rows: changed } = await tx.query<{ policy: RowId; id: string; gone: boolean }>(
    `UPDATE policy_versions v SET is_default = coalesce(w.is_default, FALSE), gone_at = CASE WHEN w.id IS NULL THEN now() END
     FROM policy_versions o LEFT JOIN unnest($2::bigint[], $3::text[], $4::bool[]) AS w(policy, id, is_default)
       ON w.policy = o.policy_row_id AND w.id = o.version_id
     WHERE v.policy_row_id = o.policy_row_id AND v.version_id = o.version_id AND o.policy_row_id = ANY($1::bigint[])
       AND o.gone_at IS NULL AND (w.id IS NULL OR w.is_default <> o.is_default)
     RETURNING v.policy_row_id AS policy, v.version_id AS id, w.id IS NULL AS gone`,
    [
      [...ids.values()],
      rows.map(({ policy }) => policy),
      rows.map(({ id }) => id),
      rows.map(({ isDefault }) => isDefault),
    ],
  )
  const names = new Map([...ids].map(([name, id]) => [id, name]))
  const subject = (policy: RowId) => ({ kind: 'policy' as const, id: policy, subject: names.get(policy) ?? '' })
  await recordHistory(seen, [
    ...fresh
      .filter(({ name }) => known.has(name))
      .map((v) => ({ ...subject(v.policy), change: 'version', after: v.id })),
    ...changed.filter(({ gone }) => gone).map((v) => ({ ...subject(v.policy), change: 'version', before: v.id })),
  ])
  return fresh.length + changed.length
}

function differences(policy: PolicyFacts, old: Old | undefined): HistoryEntry[] {
  if (!old) return []
  const subject = { kind: 'policy' as const, id: old.id, subject: policy.name }
  const after = defaultOf(policy)
  return [
    ...(old.gone ? [{ ...subject, change: 'returned' }] : []),
    ...(old.default_version_id !== after
      ? [{ ...subject, change: 'default-version', before: old.default_version_id, after }]
      : []),
  ]
}
