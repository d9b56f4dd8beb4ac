import { z } from 'zod'
import type { Sql } from '#server/platform/db.ts'
import type { CheckedKind } from '../check.ts'
import type { Of } from '../load/which.ts'
import { type Readiness, readFeeds, readinessOf } from './readiness.ts'
import { dropResults, type NotAsked, tellNotAsked } from './results.ts'
import type { SetCheck } from './settings.ts'
import { unheardClients, unreadKinds } from './unread.ts'

/** Which version of each check judged: of the last full pass, and of the one under way. */
const versions = z.object({
  done: z.record(z.string(), z.string()).default({}),
  doing: z.record(z.string(), z.string()).default({}),
})
export type Versions = z.infer<typeof versions>

/** How far the evaluation of one kind of resource is. */
export type Scan = {
  kind: string
  tracking: boolean
  wanted: boolean
  lastRowId: number | null
  startedAt: Date | null
  fullAt: Date | null
  boundaryAt: Date | null
  subjects: number | null
  versions: Versions
}

/** What is to be asked about one kind of resource of an account. */
export type KindPlan = {
  of: Of
  kind: CheckedKind
  /** All checks about it, in order of their ids; `asked` are those that are on and have their facts. */
  checks: SetCheck[]
  asked: SetCheck[]
  readiness: Map<string, Readiness>
  scan: Scan
  /** Everything is to be looked at, because of something else than a change of facts. */
  full: boolean
}

/** Which version of these checks judges. */
export const versionsOf = (checks: readonly SetCheck[]): Record<string, string> =>
  Object.fromEntries(checks.map(({ id, version }) => [id, version]))

// What nothing told of, such as a rule that followed no boundary, is found after a day.
const again = 24 * 3_600_000

/** What is to be evaluated of an account, kind by kind. Says of checks that cannot be asked why not. */
export async function planAccount(
  sql: Sql,
  of: Of,
  checks: readonly SetCheck[],
  now: Date,
  feedsOf: typeof readFeeds = readFeeds,
): Promise<KindPlan[]> {
  const kinds = [...new Set(checks.map(({ about }) => about))]
  const feeds = await feedsOf(sql, of.id)
  const unread = unreadKinds(feeds)
  const unheard = unheardClients(feeds, now)
  if (unheard) unread.set('client', unheard)
  const scans = await readScans(sql, of.id, kinds)
  await dropResults(
    sql,
    of.id,
    checks.map(({ id }) => id),
  )
  const plans = kinds.map((kind) => planKind(of, kind, checks, { feeds, unread }, scans.get(kind), now))
  await tellNotAsked(sql, of.id, plans.flatMap(notAsked))
  for (const { kind, asked, scan } of plans) await forgetUnasked(sql, of.id, kind, asked, scan)
  return plans
}

function notAsked({ checks, readiness, scan }: KindPlan): NotAsked[] {
  return checks.flatMap((check): NotAsked[] => {
    const { whyNot = null, factsAt = null } = readiness.get(check.id) ?? {}
    if (!check.enabled) return [{ check, state: 'off', whyNot: 'Turned off in the settings', factsAt }]
    if (whyNot) return [{ check, state: 'unknown', whyNot, factsAt }]
    return scan.versions.done[check.id] ? [] : [{ check, state: 'waiting', whyNot: null, factsAt }]
  })
}

function planKind(
  of: Of,
  kind: CheckedKind,
  all: readonly SetCheck[],
  { feeds, unread }: { feeds: Awaited<ReturnType<typeof readFeeds>>; unread: ReadonlyMap<string, string> },
  scan: Scan = {
    ...{ kind, tracking: false, wanted: true, lastRowId: null, startedAt: null, fullAt: null, boundaryAt: null },
    ...{ subjects: null, versions: { done: {}, doing: {} } },
  },
  now: Date,
): KindPlan {
  const checks = all.filter(({ about }) => about === kind)
  const readiness = new Map(
    checks.map(({ id, reads }) => {
      const { whyNot, factsAt } = readinessOf(reads, feeds, now)
      return [id, { whyNot: whyNot ?? unread.get(kind) ?? null, factsAt }]
    }),
  )
  const asked = checks.filter(({ id, enabled }) => enabled && !readiness.get(id)?.whyNot)
  const { done } = scan.versions
  const off = Object.keys(done).some((id) => !checks.some((check) => check.id === id && check.enabled))
  const old = !scan.fullAt || now.getTime() - scan.fullAt.getTime() > again
  const changed = asked.some(({ id, version }) => done[id] !== version)
  const full = off || (asked.length > 0 && (scan.wanted || scan.startedAt !== null || old || changed))
  return { of, kind, checks, asked, readiness, scan, full }
}

// Facts that became stale were not followed: when they are back, all is looked at again.
async function forgetUnasked(sql: Sql, account: number, kind: string, asked: SetCheck[], scan: Scan): Promise<void> {
  const unready = Object.keys(scan.versions.done).filter((id) => !asked.some((check) => check.id === id))
  const kept = unready.filter((id) => scan.versions.done[id] !== '')
  if (kept.length === 0) return
  for (const id of kept) scan.versions.done[id] = ''
  await sql.query('UPDATE finding_scans SET version = $3 WHERE account_id = $1 AND subject_kind = $2', [
    ...[account, kind, JSON.stringify(scan.versions)],
  ])
}

async function readScans(sql: Sql, account: number, kinds: readonly string[]): Promise<Map<string, Scan>> {
  const { rows } = await sql.query<Scan & { version: string | null }>(
    `SELECT subject_kind AS kind, tracking, wanted, last_row_id AS "lastRowId", started_at AS "startedAt", full_at AS "fullAt",
       boundary_at AS "boundaryAt", subjects, version FROM finding_scans WHERE account_id = $1`,
    [account],
  )
  const missing = kinds.filter((kind) => !rows.some((row) => row.kind === kind))
  if (missing.length > 0) {
    await sql.query(
      `INSERT INTO finding_scans (account_id, subject_kind) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
      [account, missing],
    )
  }
  return new Map(rows.map(({ version, ...row }) => [row.kind, { ...row, versions: parsed(version) }]))
}

function parsed(version: string | null): Versions {
  return versions.catch({ done: {}, doing: {} }).parse(version ? JSON.parse(version) : {})
}
