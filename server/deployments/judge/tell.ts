import type pg from 'pg'
import type { DeploymentHealth } from '#contract/deployments.ts'
import type { LiveEvent } from '#contract/events.ts'
import type { Severity } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { keepSightings, type Sighting } from '#server/findings/witness.ts'
import { type NewNotice, notifyAll } from '#server/notifications/notice.ts'
import { tell } from '#server/platform/events.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import type { Thresholds } from '../thresholds.ts'
import { unreached } from '../unreached.ts'
import { asSet } from './as-set.ts'
import { jobFeeds, keepStandings } from './standing.ts'

type Row = {
  id: string
  kind: string
  name: string
  title: string
  health: DeploymentHealth
  told_health: string | null
  security: boolean
  stalled: number
  unreached: number
  completed_at: Date | null
  bad: number
  good: number
  total: number
  open: number
  /** By cause: how many there are, and how many of these no later deployment reached. */
  causes: { cause: string; stalled: boolean; n: number; unreached: number }[] | null
}

/** Checks that are about deployments as a whole. */
export const rolloutChecks = ['deployment-stalled', 'deployment-failing', 'security-update-blocked']
// What ended so long ago with failures is history: nobody is still at it. A security update stays to be done.
const historyDays = 30

/**
 * Tells of an account's deployments as findings, as notices when the health of one turns bad, and in figures. Resolved as
 * soon as the counts no longer say so.
 */
export async function tellDeployments(tx: pg.PoolClient, account: number, thresholds: Thresholds, now: Date) {
  // Whoever writes figures and findings takes the figures first (software/judge.ts, too): the other way round both wait.
  await keepFigures(tx, account, now)
  const { rows } = await tx.query<Row>(
    toQuery(sql`SELECT d.id::text AS id, d.kind, d.name, d.title, d.health, d.told_health, d.security, d.stalled, d.unreached, d.completed_at,
       d.failed + d.timed_out + d.rejected AS bad, d.succeeded AS good, d.queued + d.in_progress AS open,
       d.queued + d.in_progress + d.succeeded + d.failed + d.timed_out + d.rejected + d.removed + d.canceled AS total,
       (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.n DESC, c.cause) FROM (
          SELECT coalesce(CASE WHEN e.stall_counts THEN e.stall_cause END, lower(e.status)) AS cause, e.stall_counts AS stalled,
            count(*) AS n, count(*) FILTER (WHERE ${unreached}) AS unreached
          FROM deployment_executions e WHERE e.deployment_id = d.id AND d.unreached > 0
            AND (e.stall_counts OR e.status IN ('FAILED', 'TIMED_OUT', 'REJECTED')) GROUP BY 1, 2) c) AS causes
     FROM deployments d WHERE d.account_id = ${account} AND d.gone_at IS NULL AND (d.health <> coalesce(d.told_health, '')
       OR (d.health IN ('stalled', 'failing', 'failed', 'partly', 'running') AND d.unreached > 0
         AND (d.security OR d.queued + d.in_progress > 0
           OR coalesce(d.counts_changed_at, d.created_at, ${now}) > ${now}::timestamptz - make_interval(days => ${historyDays}::int))))
     ORDER BY d.id`),
  )
  const sightings = rows.flatMap((row) => sightingsOf(row, thresholds.all.failingPercent))
  const { off, told } = await asSet(tx, rolloutChecks, sightings)
  const witness = { account, source: 'deployment' as const, now, complete: rolloutChecks, off }
  const written = await keepSightings(tx, witness, told)
  if (written > 0) await tell(tx, { type: 'findings', account } satisfies LiveEvent)
  await keepStandings(tx, { account, now, checks: rolloutChecks, off, feeds: jobFeeds }, told)
  const turned = await noteTold(
    tx,
    rows.filter(({ health, told_health }) => health !== told_health),
  )
  await notifyAll(
    tx,
    turned.flatMap((row) => noticeOf(row, account, now)),
  )
}

/** Notes what is told; those that a reader of AWS is writing are left for the next turn, or each would wait for the other. */
async function noteTold(tx: pg.PoolClient, turned: readonly Row[]): Promise<Row[]> {
  const { rows } = await tx.query<{ id: string }>(
    `WITH free AS (SELECT id FROM deployments WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
     UPDATE deployments d SET told_health = n.health FROM free JOIN unnest($1::bigint[], $2::text[]) n (id, health) ON n.id = free.id
     WHERE d.id = n.id RETURNING d.id::text AS id`,
    [turned.map(({ id }) => id), turned.map(({ health }) => health)],
  )
  const told = new Set(rows.map(({ id }) => id))
  return turned.filter(({ id }) => told.has(id))
}

const subjectOf = ({ kind, name }: Pick<Row, 'kind' | 'name'>) => `${kind}/${name}`

function sightingsOf(row: Row, failingPercent: number): Sighting[] {
  if (row.unreached === 0) return []
  const about = { kind: 'deployment' as const, subject: subjectOf(row), related: [relatedTo(row)] }
  const bad = row.bad > 0 && row.bad * 100 >= (row.bad + row.good) * failingPercent
  // Devices are read after the counts: one that joined in between makes the total, too.
  const of = (n: number) => `${n} of ${Math.max(n, row.total)} devices`
  const all = row.causes ?? []
  const held = inWords(all.filter(({ stalled }) => stalled))
  const without = all.map((one) => ({ ...one, n: one.unreached }))
  const failed = without.filter(({ stalled }) => !stalled)
  const failures = failed.reduce((sum, { n }) => sum + n, 0)
  const ended = row.completed_at ? `; it was over on ${row.completed_at.toISOString().slice(0, 10)}` : ''
  return [
    ...(row.stalled > 0 && row.open > 0
      ? [
          {
            ...{ ...about, check: 'deployment-stalled', severity: 'medium' as const },
            says: `“${row.title}” does not get on: ${of(row.stalled)} are stalled (${held})`,
          },
        ]
      : []),
    ...(bad && failures > 0 && ['failing', 'failed', 'partly'].includes(row.health)
      ? [
          {
            ...{ ...about, check: 'deployment-failing', severity: 'medium' as const },
            says: `“${row.title}” did not succeed on ${of(failures)}: ${inWords(failed)}${ended}`,
          },
        ]
      : []),
    ...(row.security
      ? [
          {
            ...about,
            ...{ check: 'security-update-blocked', severity: 'high' as const },
            says: `Security updates cannot be deployed to ${devices(row.unreached)}: “${row.title}” does not reach them (${inWords(without)})${ended}`,
          },
        ]
      : []),
  ]
}

const devices = (n: number) => (n === 1 ? '1 device' : `${n} devices`)

const inWords = (causes: readonly { cause: string; n: number }[]) =>
  causes.flatMap(({ cause, n }) => (n > 0 ? [`${n} ${causeWords(cause)}`] : [])).join(', ')

const relatedTo = ({ id, title }: Row) => ({ kind: 'deployment', name: id, detail: title })

const words: Record<string, string> = {
  failed: 'failed',
  timed_out: 'timed out',
  rejected: 'refused it',
  // The words of the page, in the same order as it has them.
  'device-offline': 'offline',
  'behind-another': 'queued behind another',
  'no-timer': 'in progress, no timer',
  'no-change': 'no change',
  'agent-silent': 'agent silent',
  'core-stale': 'core stale',
  undecided: 'cause unknown',
}
const causeWords = (cause: string) => words[cause] ?? cause

const bad: Partial<Record<DeploymentHealth, { word: string; severity: Severity }>> = {
  failing: { word: 'fails on devices', severity: 'high' },
  stalled: { word: 'does not get on', severity: 'medium' },
  failed: { word: 'failed on every device', severity: 'high' },
  partly: { word: 'is over, and did not reach all devices', severity: 'medium' },
}

const toldCauses = ({ causes }: Row) => (causes ?? []).map(({ cause, n }) => `${n} ${causeWords(cause)}`)

/** That one turned bad is told once each time; that it turned good again ends what pagers were told. */
function noticeOf(row: Row, account: number, now: Date): NewNotice[] {
  const what = bad[row.health]
  const thread = `deployment:${row.id}`
  const about = { about: 'deployment' as const, account, path: links.deployment(row.id), thread }
  const key = `deployment ${row.id} ${row.health} ${now.toISOString()}`
  // What was over before anybody looked is no news.
  const first = row.told_health === null || row.told_health === 'unknown'
  if (what && !(first && row.open === 0)) {
    return [
      {
        ...{ ...about, key, severity: row.security ? 'high' : what.severity },
        title: `${row.security ? 'Security update' : 'Deployment'} ${row.title} ${what.word}`,
        body: [`${row.good} of ${row.total} devices succeeded.`, ...toldCauses(row)].join('\n'),
      },
    ]
  }
  const wasBad = row.told_health !== null && row.told_health in bad
  return wasBad && ['succeeded', 'canceled', 'running'].includes(row.health)
    ? [
        {
          ...{ ...about, key, severity: 'info' as const, ends: true },
          title: `Deployment ${row.title}: ${row.health}`,
          body: `${row.good} of ${row.total} devices succeeded.`,
        },
      ]
    : []
}

async function keepFigures(tx: pg.PoolClient, account: number, now: Date) {
  await tx.query(
    toQuery(sql`insert into deployment_figures as f (account_id, blocked, judged_at)
      select ${account}::int, (select count(distinct e.thing)::int from deployments d join deployment_executions e on e.deployment_id = d.id
        where d.account_id = ${account} and d.security and d.unreached > 0 and d.gone_at is null and ${unreached}), ${now}::timestamptz
      on conflict (account_id) do update set blocked = excluded.blocked, judged_at = excluded.judged_at`),
  )
}
