import { actionIds } from '#contract/actions.ts'
import type { RunFilters, RunSummary } from '#contract/response.ts'
import { roleAllows } from '#contract/roles.ts'
import { actorOf, type Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { readGuards } from '../guards/settings.ts'
import { hasOutcome, isRequested, isUnderWay } from './outcomes.ts'
import { type SummaryRow, summaryColumns, toSummary } from './run-row.ts'

type Paging = { cursor?: string | undefined; limit?: number | undefined }

/** One page of runs, newest first. Throws a Refusal for a cursor that is not of this list. */
export async function listRuns(
  context: Context,
  { cursor, limit = 100, ...filters }: RunFilters & Paging,
): Promise<{ items: RunSummary[]; nextCursor: string | null }> {
  const { conditions, shown } = await askedOfRuns(context, filters)
  const below = numberIn(decodeCursor(cursor, 1)?.[0])
  if (below !== null) conditions.push(sql`r.number < ${below}`)
  const { rows } = await context.database.pool.query<SummaryRow>(
    toQuery(sql`select ${summaryColumns} from (select * from response_runs r where ${every(conditions)}
        order by r.number desc limit ${limit + 1}) r order by r.number desc`),
  )
  return toPage(
    rows,
    limit,
    (row) => toSummary(row, shown),
    ({ number }) => [number],
  )
}

/** What a filter asks of a run `r`, and what its outcome is judged by. */
export async function askedOfRuns(context: Context, filters: RunFilters) {
  const guards = await readGuards(context.database.pool)
  const shown = { now: context.now, limitS: guards.containmentLimitS }
  const conditions = conditionsOf(context, filters)
  if (filters.outcome) conditions.push(hasOutcome(filters.outcome, shown))
  return { conditions, shown }
}

function numberIn(part: string | number | null | undefined): number | null {
  if (part === undefined) return null
  if (typeof part === 'number' && Number.isInteger(part) && Math.abs(part) < 2 ** 31) return part
  throw new Refusal('invalid', 'That page does not exist. Start again from the first page.')
}

function conditionsOf(context: Context, filters: RunFilters): Fragment[] {
  const { account, action, state, underWay, waiting, thing, certificate, by } = filters
  return [
    // A run of an action that only another version has has no words here.
    sql`r.action = any(${[...actionIds]}::text[])`,
    ...(account === undefined ? [] : [sql`r.account_id = ${account}`]),
    ...(action ? [sql`r.action = ${action}`] : []),
    // A plan that nobody asked for did nothing: it is listed for who looks for plans.
    state ? sql`r.state = ${state}` : isRequested,
    ...(underWay === undefined ? [] : [underWay ? isUnderWay : sql`not ${isUnderWay}`]),
    ...(waiting ? [waitingFor(context, waiting)] : []),
    ...(thing ? [touching('thing', thing, account)] : []),
    ...(certificate ? [touching('certificate', certificate, account)] : []),
    ...(by ? [sql`r.by_id = ${by}`] : []),
  ]
}

/** Requests that wait for a second person; for `me`, those that the person asking may decide on. */
export function waitingFor(context: Context, whom: 'me' | 'anyone'): Fragment {
  const waits = sql`r.state = 'awaiting-approval' and r.approval_expires_at > ${context.now}`
  if (whom === 'anyone') return waits
  const { id, role } = actorOf(context)
  return roleAllows(role, 'approver') ? sql`(${waits} and r.by_id <> ${id})` : sql`false`
}

function touching(kind: 'thing' | 'certificate', name: string, account: number | undefined): Fragment {
  if (account === undefined)
    throw new Refusal('invalid', `A ${kind} is known by its account and name: name the account.`)
  return sql`r.id in (
    select t.run_id from response_targets t where t.account_id = ${account} and t.kind = ${kind} and t.name = ${name}
    union select x.run_id from response_touched x where x.account_id = ${account} and x.kind = ${kind} and x.name = ${name})`
}
