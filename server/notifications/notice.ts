import type { Severity } from '#contract/incidents.ts'
import type { NotificationRule } from '#contract/notifications.ts'
import type { Sql } from '#server/platform/db.ts'
import { plainText } from '#server/platform/plain-text.ts'

/** What notices are about, as rules choose among them. */
export type About = NotificationRule['about'][number]

/**
 * Something people may want to hear of. `key` names the happening: a second notice of it is none. `path` is the page it
 * leads to. `thread` is what it goes on about, an incident, say; `ends` says that it is over, which only pagers are told.
 */
export type NewNotice = {
  key: string
  about: About
  severity: Severity
  account?: number | undefined
  cause?: string | undefined
  drill?: boolean
  /** The one person it is for, of a mention. */
  person?: string
  title: string
  body: string
  path: string
  thread?: string
  ends?: boolean
}

const longestTitle = 200
const longestBody = 2_000

/** Notes it once, in the caller's transaction: what is rolled back is not told, and what is committed is never lost. */
export const notify = (sql: Sql, notice: NewNotice): Promise<void> => notifyAll(sql, [notice])

/** The same of many at once. */
export async function notifyAll(sql: Sql, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  const rows = notices.map(({ account, cause, drill, person, title, body, thread, ends, ...notice }) => ({
    ...notice,
    account_id: account ?? null,
    cause: cause ?? null,
    drill: drill ?? false,
    person_id: person ?? null,
    // Names come from devices: they may be as long as these like, and must stay on one line of a subject.
    title: plainText(oneLine(title).slice(0, longestTitle)),
    body: plainText(body.slice(0, longestBody)),
    thread: thread ?? null,
    ends: ends ?? false,
  }))
  await sql.query(
    `insert into notices (key, about, severity, account_id, cause, drill, person_id, title, body, path, thread, ends)
     select n.key, n.about, n.severity, n.account_id, n.cause, n.drill, n.person_id, n.title, n.body, n.path, n.thread, n.ends
     from jsonb_populate_recordset(null::notices, $1) n on conflict (key) do nothing`,
    [JSON.stringify(rows)],
  )
}

/** Takes back what nobody was told yet of threads that became part of another. */
export async function withdraw(sql: Sql, threads: readonly string[]): Promise<void> {
  await sql.query('delete from notices where routed_at is null and thread = any($1::text[])', [threads])
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
