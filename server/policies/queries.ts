import { severity } from '#contract/incidents.ts'
import type { Policy, PolicyDetail, PolicyFilters } from '#contract/policies.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import { factHistory } from '#server/history/queries.ts'
import type { Context } from '#server/platform/context.ts'
import { countUpTo, type OrderedList, readPage } from '#server/platform/ordered-list.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { escapeLike, every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'

type Paging = { cursor?: string | undefined; limit?: number | undefined }
type OnePolicy = { account: number; name: string }

/** One page of policies. Throws a Refusal for a cursor that is not of this list. */
export async function listPolicies(
  context: Context,
  { cursor, limit = 100, ...filters }: PolicyFilters & Paging,
): Promise<{ items: Policy[]; nextCursor: string | null }> {
  const accounts = await accountsInScope(context, filters.account)
  const { pool } = context.database
  const shown = { columns: policyColumns, join: sql`join policies p on p.id = page.id ${lintsJoin}` }
  const { rows, nextCursor } = await readPage<PolicyRow>(pool, accounts, policyList(filters), { cursor, limit }, shown)
  return { items: rows.map(toPolicy), nextCursor }
}

/** How many policies match: exact up to 10,000. */
export async function countPolicies(context: Context, filters: PolicyFilters) {
  const accounts = await accountsInScope(context, filters.account)
  const where = sql`p.account_id = any(${accounts}::int[]) and ${every(conditionsOf(filters))}`
  return countUpTo(context.database.pool, sql`from policies p where ${where}`)
}

/** One policy with its versions, newest first. Throws a Refusal when the account never had it. */
export async function getPolicy({ database }: Context, { account, name }: OnePolicy): Promise<PolicyDetail> {
  const { rows } = await database.pool.query<PolicyRow & DetailRow>(
    toQuery(sql`select ${policyColumns}, p.arn, p.created_at, p.generation_id, p.first_seen_at
      from policies p ${lintsJoin} where p.account_id = ${account} and p.name = ${name}`),
  )
  const row = rows[0]
  if (!row) throw notKnown(name)
  const versions = await database.prisma.policyVersion.findMany({ where: { policyRowId: BigInt(row.id) } })
  return {
    ...toPolicy(row),
    arn: row.arn,
    createdAt: row.created_at?.toISOString() ?? null,
    generationId: row.generation_id,
    firstSeenAt: row.first_seen_at.toISOString(),
    allVersions: versions
      .map(({ versionId, isDefault, createdAt, document, goneAt }) => ({
        versionId,
        isDefault,
        createdAt: createdAt?.toISOString() ?? null,
        document,
        parses: parses(document),
        goneAt: goneAt?.toISOString() ?? null,
      }))
      .sort((a, b) => Number(b.versionId) - Number(a.versionId)),
  }
}

/** Observed changes of a policy, newest first. */
export async function policyHistory(context: Context, { account, name, ...paging }: OnePolicy & Paging) {
  const rowId = await policyRowId(context, { account, name })
  return factHistory(context, { kind: 'policy', rowId }, paging)
}

/** A policy's row id. Throws a Refusal when the account never had it. */
export async function policyRowId({ database }: Context, { account, name }: OnePolicy): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    'select id::text from policies where account_id = $1 and name = $2',
    [account, name],
  )
  const id = rows[0]?.id
  if (!id) throw notKnown(name)
  return id
}

const notKnown = (name: string) => new Refusal('not-found', `No policy called “${name}” has been seen in this account.`)

// Policies are few beside things: an account may hold thousands, and every one is looked at in its turn.
function policyList(filters: PolicyFilters): OrderedList {
  const where = conditionsOf(filters)
  const byName = filters.sort !== '-targets'
  const key = byName ? sql`p.name` : sql`lpad(coalesce(p.target_count + 1, 0)::text, 10, '0') collate "C"`
  const set = { from: sql`policies p`, where, key, id: sql`p.id`, account: sql`p.account_id` }
  return { descending: !byName, stretches: [{ keyed: true, keyType: 'text', ranges: [], set }] }
}

function conditionsOf({ search, attached, gone, worst }: PolicyFilters): Fragment[] {
  return [
    gone ? sql`p.gone_at is not null` : sql`p.gone_at is null`,
    ...(search ? [sql`p.name ilike ${`%${escapeLike(search)}%`}`] : []),
    ...(worst === undefined
      ? []
      : [
          sql`exists (select from policy_lints w where w.policy_row_id = p.id and w.worst = ${severity.options.indexOf(worst)})`,
        ]),
    ...(attached === undefined ? [] : [attached ? sql`p.target_count > 0` : sql`p.target_count = 0`]),
  ]
}

type PolicyRow = {
  id: string
  account_id: number
  name: string
  default_version_id: string | null
  version_count: number
  target_count: number | null
  certificate_targets: number
  group_targets: number
  last_modified_at: Date | null
  targets_checked_at: Date | null
  changed_at: Date
  gone_at: Date | null
  lints: number | null
  worst: number | null
}
type DetailRow = { arn: string | null; created_at: Date | null; generation_id: string | null; first_seen_at: Date }

const targetsOf = (kinds: Fragment) =>
  sql`(select count(*) from policy_targets a where a.policy_row_id = p.id and a.kind in (${kinds}))`

const lintsJoin = sql`left join policy_lints l on l.policy_row_id = p.id`

// One policy may have a million certificates, and they need no counting: all targets less the few others.
const policyColumns = sql`p.id::text as id, p.account_id, p.name, p.default_version_id, p.version_count, p.target_count,
  p.last_modified_at, p.targets_checked_at, p.changed_at, p.gone_at, l.lints, l.worst, ${targetsOf(sql`'thing-group'`)} as group_targets,
  case when p.target_count is null then ${targetsOf(sql`'certificate'`)}
    else p.target_count - ${targetsOf(sql`'thing-group', 'cognito', 'other'`)} end as certificate_targets`

function toPolicy(row: PolicyRow): Policy {
  return {
    id: row.id,
    account: row.account_id,
    name: row.name,
    defaultVersionId: row.default_version_id,
    versions: row.version_count,
    targets: row.target_count,
    certificateTargets: row.certificate_targets,
    groupTargets: row.group_targets,
    lastModifiedAt: row.last_modified_at?.toISOString() ?? null,
    targetsReadAt: row.targets_checked_at?.toISOString() ?? null,
    lints: row.lints,
    worst: row.worst === null ? null : (severity.options[row.worst] ?? null),
    changedAt: row.changed_at.toISOString(),
    goneAt: row.gone_at?.toISOString() ?? null,
  }
}

function parses(document: string): boolean {
  try {
    JSON.parse(document)
    return true
  } catch {
    return false
  }
}
