import { type Violation, type ViolationFilters, verificationState, violationState } from '#contract/behaviours.ts'
import { severity } from '#contract/incidents.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import { detectSeverity } from '#server/findings/audits/detect-severity.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { instantIn } from '#server/platform/page-key.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { escapeLike, every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { detectLimit, detectValue } from '../detect-words.ts'

type Paging = { cursor?: string | undefined; limit?: number | undefined }

type Row = {
  id: string
  account_id: number
  source: string
  profile: string
  behaviour: string
  metric: string
  device: string
  registered: boolean
  state: string
  verification: string
  verified_by: string | null
  verification_note: string | null
  severity: string
  value: string | null
  limit: string | null
  started_at: Date
  last_at: Date
  cleared_at: Date | null
  finding: string | null
  asked: Violation['asked']
  incident: string | null
  incident_number: number | null
}

// Detect's own stand beside ours, by the ids that AWS gave them.
const ours: Fragment = sql`select v.id::text as id, v.account_id, v.source, v.profile, v.behaviour, v.metric, v.device, v.state, v.verification, v.verified_by,
    v.verification_note, v.severity, v.value, v."limit", v.started_at, v.last_at, v.cleared_at, v.incident_id
  from violations v`
const detects: Fragment = sql`select d.violation_id as id, d.account_id, 'detect' as source, d.profile, d.behavior as behaviour,
    coalesce(d.metric, '') as metric, d.thing_name as device, case when d.gone_at is null then 'in-alarm' else 'alarm-cleared' end as state,
    coalesce(d.verification, 'UNKNOWN') as verification, null as verified_by,
    d.raw ->> 'verificationStateDescription' as verification_note, ${detectSeverity} as severity,
    -- In AWS's own shapes: words are made of them below.
    d.raw ->> 'lastViolationValue' as value, d.raw #>> '{behavior,criteria}' as "limit",
    coalesce(d.started_at, d.seen_at) as started_at, coalesce(d.last_at, d.seen_at) as last_at, d.gone_at as cleared_at, null::uuid as incident_id
  from detect_violations d`
/** Every violation, of whatever account. */
export const allViolations: Fragment = sql`${ours} union all ${detects}`

const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

// What a rule or a person made the finding part of, the alarm is part of, too.
const columns: Fragment = sql`v.*, exists (select from things t where t.account_id = v.account_id and t.name = v.device and t.gone_at is null) as registered,
  case when w.at is not null then json_build_object('verification', w.verification, 'state', w.state, 'by', w.by_name, 'at', w.at, 'error', w.error) end as asked,
  f.id as finding, i.id as incident, i.number as incident_number`
/** Their finding `f` and incident `i`. */
export const joined: Fragment = sql`left join lateral (select f.id, f.incident_id from findings f where f.account_id = v.account_id
    and f.subject = v.device and f.check_id = left(case v.source when 'detect' then 'Detect: ' else 'Behaviour: ' end ||
      v.profile || ' / ' || v.behaviour, case v.source when 'detect' then 120 else 300 end) and f.reason = '' limit 1) f on true
  left join detect_verdicts w on v.source = 'detect' and w.account_id = v.account_id and w.violation_id = v.id
  left join incidents i on i.id = coalesce(v.incident_id, f.incident_id)`

/** Violations, the latest first; Detect's beside ours. */
export async function listViolations(
  context: Context,
  { cursor, limit = 100, ...filters }: ViolationFilters & Paging,
): Promise<{ items: Violation[]; nextCursor: string | null }> {
  const key = decodeCursor(cursor, 2)
  const accounts = await accountsInScope(context, filters.account)
  const beyond = key ? sql`(v.last_at, v.id) < (${instantIn(key[0])}::timestamptz, ${String(key[1])})` : sql`true`
  // Each of both by its own index, account by account: alarms are kept for years.
  const latest = (some: Fragment) => sql`select * from (${some}) v where v.account_id = a.account
    and ${every(conditionsOf(filters))} and ${beyond} order by v.last_at desc, v.id desc limit ${limit + 1}`
  const { rows } = await context.database.pool.query<Row>(
    toQuery(sql`with page as materialized (select v.* from unnest(${accounts}::int[]) a (account)
        cross join lateral ((${latest(ours)}) union all (${latest(detects)})) v order by v.last_at desc, v.id desc limit ${limit + 1})
      select ${columns} from page v ${joined} order by v.last_at desc, v.id desc`),
  )
  return toPage(rows, limit, toViolation, ({ last_at, id }) => [last_at.toISOString(), id])
}

/** What a filter asks of a violation `v`; the account apart. */
export function conditionsOf(filters: ViolationFilters): Fragment[] {
  const { state, verification, source, profile, metric, device, search, severity } = filters
  return [
    ...(state ? [sql`v.state = ${state}`] : []),
    // Of Detect's the state is worked out: it is found by these, and none is invalidated.
    ...(state === 'in-alarm' ? [sql`v.cleared_at is null`] : []),
    ...(state === 'alarm-invalidated' ? [sql`v.source = 'ours'`] : []),
    ...(verification ? [sql`v.verification = ${verification}`] : []),
    ...(source ? [sql`v.source = ${source}`] : []),
    ...(profile ? [sql`v.profile = ${profile}`] : []),
    ...(metric ? [sql`v.metric = ${metric}`] : []),
    ...(device ? [sql`v.device = ${device}`] : []),
    ...(search ? [sql`v.device ilike ${`%${escapeLike(search)}%`}`] : []),
    ...(severity ? [sql`v.severity = ${severity}`] : []),
  ]
}

/** One violation. Throws a Refusal when there is none. */
export async function readViolation(connection: Sql, id: string): Promise<Violation> {
  const { rows } = await connection.query<Row>(
    toQuery(sql`select ${columns} from (${ours} where v.id = ${isUuid.test(id) ? id : null}::uuid
      union all ${detects} where d.violation_id = ${id}) v ${joined}`),
  )
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such violation.')
  return toViolation(row)
}

// What is no JSON is said as it stands.
function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? 'null')
  } catch {
    return json
  }
}

function toViolation(row: Row): Violation {
  const detect = row.source === 'detect'
  const { value, limit } = detect
    ? { value: detectValue(parsed(row.value), row.metric), limit: detectLimit(parsed(row.limit), row.metric) }
    : row
  return {
    id: row.id,
    account: row.account_id,
    source: detect ? 'detect' : 'ours',
    profile: row.profile,
    behaviour: row.behaviour,
    metric: row.metric,
    device: row.device,
    registered: row.registered,
    state: violationState.parse(row.state),
    verification: verificationState.catch('UNKNOWN').parse(row.verification),
    verifiedBy: row.verified_by,
    asked: row.asked && { ...row.asked, at: new Date(row.asked.at).toISOString() },
    verificationNote: row.verification_note,
    severity: severity.catch('medium').parse(row.severity),
    value: value ?? 'unknown',
    limit: limit ?? 'as Detect says',
    startedAt: row.started_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    clearedAt: row.cleared_at?.toISOString() ?? null,
    finding: row.finding,
    incident: row.incident && row.incident_number ? { id: row.incident, number: row.incident_number } : null,
  }
}
