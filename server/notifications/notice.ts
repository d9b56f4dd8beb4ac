import type { Severity } from '#contract/incidents.ts'
import type { NotificationRule } from '#contract/notifications.ts'
import type { Sql } from '#server/platform/db.ts'

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
export async function notify(sql: Sql, notice: NewNotice): Promise<void> {
  const { key, about, severity, account, cause, drill, person, title, body, path, thread, ends } = notice
  await sql.query(
    `insert into notices (key, about, severity, account_id, cause, drill, person_id, title, body, path, thread, ends)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (key) do nothing`,
    [
      ...[key, about, severity, account ?? null, cause ?? null, drill ?? false, person ?? null],
      // Names come from devices: they may be as long as these like, and must stay on one line of a subject.
      ...[oneLine(title).slice(0, longestTitle), body.slice(0, longestBody), path, thread ?? null, ends ?? false],
    ],
  )
}

/** Takes back what nobody was told yet of threads that became part of another. */
export async function withdraw(sql: Sql, threads: readonly string[]): Promise<void> {
  await sql.query('delete from notices where routed_at is null and thread = any($1::text[])', [threads])
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
