import type { IncidentFilters, IncidentSummary } from '#contract/incidents.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import { actorOf, type Context } from '#server/platform/context.ts'
import { decodeCursor, type PageKey, toPage } from '#server/platform/keyset.ts'
import { instantIn, integerIn, uuidIn } from '#server/platform/page-key.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { escapeLike, every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { iso, type SummaryRow, summaryColumns, toSummary } from './row.ts'

type Paging = { cursor?: string | undefined; limit?: number | undefined }

type Sort = {
  order: Fragment
  length: number
  beyond(key: PageKey): Fragment
  keyOf(row: SummaryRow): PageKey
}

// Each is the order of one index for each account, so that a page is one short walk, however many incidents there are.
const sorts: Record<NonNullable<IncidentFilters['sort']>, Sort> = {
  '-last': {
    order: sql`last_at desc, id`,
    length: 2,
    beyond: ([at, id]) => behind(sql`i.last_at`, sql`${instantIn(at)}`, uuidIn(id)),
    keyOf: ({ last_at, id }) => [iso(last_at), id],
  },
  '-first': {
    order: sql`first_at desc, id`,
    length: 2,
    beyond: ([at, id]) => behind(sql`i.first_at`, sql`${instantIn(at)}`, uuidIn(id)),
    keyOf: ({ first_at, id }) => [iso(first_at), id],
  },
  '-kicks': {
    order: sql`kicks desc, id`,
    length: 2,
    beyond: ([kicks, id]) => behind(sql`i.kicks`, sql`${integerIn(kicks)}::int`, uuidIn(id)),
    keyOf: ({ kicks, id }) => [kicks, id],
  },
  severity: {
    order: sql`severity_rank, last_at desc, id`,
    length: 3,
    beyond: ([rank, at, id]) => {
      const within = behind(sql`i.last_at`, sql`${instantIn(at)}`, uuidIn(id))
      return sql`i.severity_rank >= ${integerIn(rank)}::int and (i.severity_rank > ${integerIn(rank)}::int or ${within})`
    },
    keyOf: ({ severity_rank, last_at, id }) => [severity_rank, iso(last_at), id],
  },
}

const behind = (column: Fragment, value: Fragment, id: string) =>
  sql`(${column} <= ${value} and (${column} < ${value} or i.id > ${id}::uuid))`

/** How a filter's incidents are ordered: the latest first without a word. */
export const orderOf = ({ sort = '-last' }: IncidentFilters): Fragment => sorts[sort].order

/** One page of incidents. Throws a Refusal for a cursor that is not of this list. */
export async function listIncidents(
  context: Context,
  { cursor, limit = 100, sort = '-last', ...filters }: IncidentFilters & Paging,
): Promise<{ items: IncidentSummary[]; nextCursor: string | null }> {
  const { order, length, beyond, keyOf } = sorts[sort]
  const key = decodeCursor(cursor, length)
  const conditions = conditionsOf(context, filters)
  if (key) conditions.push(beyond(key))
  const accounts = await accountsInScope(context, filters.account)
  const { rows } = await context.database.pool.query<SummaryRow>(
    toQuery(sql`select page.* from unnest(${accounts}::int[]) a(id) cross join lateral (
        select ${summaryColumns} from incidents i where i.account_id = a.id and ${every(conditions)}
        order by ${order} limit ${limit + 1}) page order by ${order} limit ${limit + 1}`),
  )
  return toPage(rows, limit, toSummary, keyOf)
}

/** What an open incident is: somebody may still have to do something. */
export const openStates = sql`('new', 'triaged', 'contained')`
export const isOpen = sql`i.state in ${openStates}`

/** What a filter asks of an incident `i`; the account apart. */
export function conditionsOf(context: Context, filters: IncidentFilters): Fragment[] {
  const { account, state, open, cause, severity, assignee, search, thing, certificate, tag, active, drill } = filters
  // What was joined to another is shown in that one, unless it is asked for by name.
  const named = state !== undefined || search !== undefined
  return [
    drill ? sql`i.drill is not null` : sql`i.drill is null`,
    ...(named ? [] : [sql`i.state <> 'merged'`]),
    ...(state ? [sql`i.state = ${state}`] : []),
    ...(open === undefined ? [] : [open ? isOpen : sql`not ${isOpen}`]),
    ...(cause ? [sql`i.cause = ${cause}`] : []),
    ...(severity ? [sql`i.severity = ${severity}`] : []),
    ...(assignee ? [assignedTo(context, assignee)] : []),
    ...(search ? [sql`i.client_id ilike ${`%${escapeLike(search)}%`}`] : []),
    ...(thing ? [ofThing(thing, account)] : []),
    ...(certificate ? [ofCertificate(certificate, account)] : []),
    ...(tag ? [sql`i.tags @> array[${tag}]::text[]`] : []),
    ...(active === undefined ? [] : [active ? sql`i.active` : sql`not i.active`]),
  ]
}

function assignedTo(context: Context, assignee: string): Fragment {
  if (assignee === 'nobody') return sql`i.assignee_id is null`
  return sql`i.assignee_id = ${assignee === 'me' ? actorOf(context).id : assignee}`
}

function ofThing(thing: string, account: number | undefined): Fragment {
  requireAccount('thing', account)
  return sql`i.id in (select coalesce(m.merged_into, m.id) from incidents m
    where m.account_id = ${account} and m.thing_name = ${thing})`
}

function ofCertificate(certificate: string, account: number | undefined): Fragment {
  requireAccount('certificate', account)
  return sql`i.id in (select coalesce(m.merged_into, m.id) from incident_actors c join incidents m on m.id = c.incident_id
    where c.account_id = ${account} and c.kind = 'principal' and c.value = ${certificate})`
}

function requireAccount(kind: string, account: number | undefined): void {
  if (account === undefined)
    throw new Refusal('invalid', `A ${kind} is known by its account and name: name the account.`)
}
