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
  bad: number
  good: number
  total: number
  open: number
  causes: { cause: string; n: number }[] | null
}

const checks = ['deployment-stalled', 'deployment-failing', 'security-update-blocked']
// What ended so long ago with failures is history: nobody is still at it. A security update stays to be done.
const historyDays = 30

/**
 * Tells of an account's deployments as findings, as notices when the health of one turns bad, and in figures. Resolved as
 * soon as the counts no longer say so.
 */
export async function tellDeployments(tx: pg.PoolClient, account: number, thresholds: Thresholds, now: Date) {
  const { rows } = await tx.query<Row>(
    `SELECT d.id::text AS id, d.kind, d.name, d.title, d.health, d.told_health, d.security, d.stalled, d.unreached,
       d.failed + d.timed_out + d.rejected AS bad, d.succeeded AS good, d.queued + d.in_progress AS open,
       d.queued + d.in_progress + d.succeeded + d.failed + d.timed_out + d.rejected + d.removed + d.canceled AS total,
       (SELECT jsonb_agg(jsonb_build_object('cause', c.cause, 'n', c.n) ORDER BY c.n DESC) FROM (
          SELECT coalesce(CASE WHEN e.stall_counts THEN e.stall_cause END, lower(e.status)) AS cause, count(*) AS n
          FROM deployment_executions e WHERE e.deployment_id = d.id AND d.unreached > 0
            AND (e.stall_counts OR e.status IN ('FAILED', 'TIMED_OUT', 'REJECTED')) GROUP BY 1) c) AS causes
     FROM deployments d WHERE d.account_id = $1 AND d.gone_at IS NULL AND (d.health <> coalesce(d.told_health, '')
       OR (d.health IN ('stalled', 'failing', 'failed', 'partly', 'running') AND d.unreached > 0
         AND (d.security OR coalesce(d.counts_changed_at, d.created_at, $2) > $2::timestamptz - make_interval(days => ${historyDays}))))
     ORDER BY d.id`,
    [account, now],
  )
  const sightings = rows.flatMap((row) => sightingsOf(row, thresholds.all.failingPercent))
  const written = await keepSightings(tx, { account, source: 'deployment', now, complete: checks }, sightings)
  if (written > 0) await tell(tx, { type: 'findings', account } satisfies LiveEvent)
  await keepStandings(tx, { account, now, checks, feeds: jobFeeds }, sightings)
  const turned = rows.filter(({ health, told_health }) => health !== told_health)
  await notifyAll(
    tx,
    turned.flatMap((row) => noticeOf(row, account, now)),
  )
  await tx.query(
    `UPDATE deployments SET told_health = health WHERE id = ANY ($1::bigint[]) AND told_health IS DISTINCT FROM health`,
    [turned.map(({ id }) => id)],
  )
  await keepFigures(tx, account, now)
}

const subjectOf = ({ kind, name }: Pick<Row, 'kind' | 'name'>) => `${kind}/${name}`

function sightingsOf(row: Row, failingPercent: number): Sighting[] {
  if (row.unreached === 0) return []
  const about = { kind: 'deployment' as const, subject: subjectOf(row), related: [relatedTo(row)] }
  const bad = row.bad > 0 && row.bad * 100 >= (row.bad + row.good) * failingPercent
  const causes = (row.causes ?? []).map(({ cause, n }) => `${n} ${causeWords(cause)}`).join(', ')
  const of = `${row.unreached} of ${row.total} devices`
  const severity: Severity = 'medium'
  return [
    ...(row.health === 'stalled' || (row.stalled > 0 && row.open > 0)
      ? [{ ...about, check: 'deployment-stalled', severity, says: `“${row.title}” does not get on: ${causes}` }]
      : []),
    ...(bad && ['failing', 'failed', 'partly'].includes(row.health)
      ? [
          {
            ...about,
            check: 'deployment-failing',
            severity,
            says: `“${row.title}” did not succeed on ${of}: ${causes}`,
          },
        ]
      : []),
    ...(row.security
      ? [
          {
            ...about,
            ...{ check: 'security-update-blocked', severity: 'high' as const },
            says: `Security updates cannot be deployed to ${row.unreached} devices: “${row.title}” does not reach them (${causes})`,
          },
        ]
      : []),
  ]
}

const relatedTo = ({ id, title }: Row) => ({ kind: 'deployment', name: id, detail: title })

const words: Record<string, string> = {
  failed: 'failed',
  timed_out: 'timed out',
  rejected: 'refused it',
  'device-offline': 'offline for long',
  'behind-another': 'behind another update',
  'no-timer': 'in progress without a timer',
  'no-change': 'without any change',
  'agent-silent': 'with a silent agent',
  'core-stale': 'with a stale core',
  undecided: 'for no known reason',
}
const causeWords = (cause: string) => words[cause] ?? cause

const bad: Partial<Record<DeploymentHealth, { word: string; severity: Severity }>> = {
  failing: { word: 'fails on devices', severity: 'high' },
  stalled: { word: 'does not get on', severity: 'medium' },
  failed: { word: 'failed on every device', severity: 'high' },
  partly: { word: 'is over, and did not reach all devices', severity: 'medium' },
}

/** That one turned bad is told once each time; that it turned good again ends what pagers were told. */
function noticeOf(row: Row, account: number, now: Date): NewNotice[] {
  const what = bad[row.health]
  const thread = `deployment:${row.id}`
  const about = { about: 'deployment' as const, account, path: links.deployment(row.id), thread }
  const key = `deployment ${row.id} ${row.health} ${now.toISOString()}`
  // What was over before anybody looked is no news.
  const first = row.told_health === null || row.told_health === 'unknown'
  if (what && !(first && row.open === 0)) {
    const causes = (row.causes ?? []).map(({ cause, n }) => `${n} ${causeWords(cause)}`)
    return [
      {
        ...{ ...about, key, severity: row.security ? 'high' : what.severity },
        title: `${row.security ? 'Security update' : 'Deployment'} ${row.title} ${what.word}`,
        body: [`${row.good} of ${row.total} devices succeeded.`, ...causes].join('\n'),
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
