import type { SilentAgent } from '#contract/behaviours.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { integerIn } from '#server/platform/page-key.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'

type Row = {
  account_id: number
  thing: string
  type: string | null
  connected: boolean | null
  last_report_at: Date | null
  every_s: number | null
}
type Filters = {
  account?: number | undefined
  type?: string | undefined
  never?: boolean | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

// An agent that reports daily at least is alive; Device Defender's own interval is five minutes and more.
const silentAfterHours = 24

/** Things whose agent did not report within a day, by account and name; `never` alone: those that never did. */
export async function listSilent(
  context: Context,
  { cursor, limit = 100, type, never, account }: Filters,
): Promise<{ items: SilentAgent[]; nextCursor: string | null }> {
  const key = decodeCursor(cursor, 2)
  const [after, name] = key ? [integerIn(key[0]), String(key[1])] : [0, '']
  const accounts = await accountsInScope(context, account)
  const { rows } = await context.database.pool.query<Row>(
    toQuery(sql`select page.*, p.connected from (select page.* from unnest(${accounts}::int[]) w(id) cross join lateral (
          select t.id, t.account_id, t.name as thing, t.type_name as type, a.last_report_at, a.every_s
          from things t left join device_agents a on a.account_id = t.account_id and a.device = t.name
          where t.account_id = w.id and t.gone_at is null
            and (t.account_id, t.name) > (${after}::int, ${name}::text collate "C")
            and ${type ? sql`t.type_name = ${type}` : sql`true`} and ${silence(context.now, never)}
          order by t.name limit ${limit + 1}) page order by page.account_id, page.thing limit ${limit + 1}) page
        left join presence p on p.thing_row_id = page.id order by page.account_id, page.thing`),
  )
  return toPage(
    rows,
    limit,
    (row) => ({
      account: row.account_id,
      thing: row.thing,
      type: row.type,
      connected: row.connected,
      lastReportAt: row.last_report_at?.toISOString() ?? null,
      expectedEveryS: row.every_s,
    }),
    (row) => [row.account_id, row.thing],
  )
}

/** Of things left joined with `device_agents a`. Asked by its key, what has no row is known to be looked for. */
function silence(now: Date, never: boolean | undefined): Fragment {
  const longAgo = sql`a.last_report_at < ${now}::timestamptz - make_interval(hours => ${silentAfterHours})`
  if (never === undefined) return sql`(a.last_report_at is null or ${longAgo})`
  return never ? sql`a.device is null` : longAgo
}
