import type pg from 'pg'
import type { FindingSource } from '#contract/findings.ts'
import { orderedUuid } from '#server/platform/ordered-uuid.ts'
import { ranks } from '../ranks.ts'
import { hideCovered } from '../suppressions/hide-covered.ts'
import { countDay } from './days.ts'
import { takeCounts } from './lock.ts'
import type { Changes, Failure, Standing } from './reconcile.ts'

type At = { account: number; now: Date; source?: FindingSource }

const why: Record<Standing, string | null> = {
  passed: null,
  unjudged: null,
  gone: 'It is gone',
  off: 'The check was turned off, or exists no longer',
}

/**
 * Writes what changed of what one witness says; nothing else. Returns how many findings were written. A finding's row says
 * when it was opened, when and why it was resolved, and what we say ourselves where nobody else ever did: only what it
 * no longer says is written beside it.
 */
export async function applyChanges(tx: pg.PoolClient, at: At, changes: Changes): Promise<number> {
  const opened = changes.open.map((failure) => ({ id: orderedUuid(), failure }))
  await open(tx, at, opened)
  await update(tx, at, 'reopened', changes.reopen)
  await update(tx, at, 'witness', changes.join)
  await update(tx, at, 'changed', changes.change)
  await leave(tx, at, changes.leave)
  await resolve(tx, at, changes.resolve)
  await takeCounts(tx, at.account)
  await hideCovered(
    tx,
    [...opened, ...changes.reopen].map(({ id }) => id),
  )
  await countDay(tx, at, {
    opened: [...changes.open, ...changes.reopen.map(({ failure }) => failure)].map(({ check }) => check),
    resolved: changes.resolve.map(({ check }) => check),
  })
  const { open: added, reopen, join, change, leave: left, resolve: resolved } = changes
  return added.length + reopen.length + join.length + change.length + left.length + resolved.length
}

type Written = { id: string; failure: Failure }

const columns = (written: readonly Written[]): unknown[] => [
  written.map(({ id }) => id),
  written.map(({ failure }) => failure.severity),
  written.map(({ failure }) => ranks[failure.severity]),
  written.map(({ failure }) => failure.detail),
  written.map(({ failure }) => JSON.stringify(failure.related)),
  written.map(({ failure }) => failure.hash),
  written.map(({ failure }) => failure.rowId),
]
const unnested = 'unnest($3::uuid[], $4::text[], $5::smallint[], $6::text[], $7::jsonb[], $8::bigint[], $9::bigint[]'
const named = 'n (id, severity, rank, detail, related, hash, row_id'

// Of what is not urgent nobody is told by message.
const urgent = `n.severity IN ('critical', 'high')`

/** Whether a rule may make an incident of it; one that is to be looked at is noted. */
const ruled = (
  account: string,
  check: string,
) => `EXISTS (SELECT FROM incident_rules r WHERE r.enabled AND n.rank <= r.min_rank
  AND (r.account_id IS NULL OR r.account_id = ${account}) AND (r.checks = '{}' OR ${check} = ANY (r.checks)))`

async function open(
  tx: pg.PoolClient,
  { account, now, source = 'ours' }: At,
  opened: readonly Written[],
): Promise<void> {
  if (opened.length === 0) return
  await tx.query(
    `WITH n AS (
       SELECT * FROM ${unnested}, $10::text[], $11::text[], $12::text[], $13::text[]) AS ${named}, check_id, subject, reason, kind)
     ), added AS (
       INSERT INTO findings (id, account_id, check_id, subject_kind, subject, subject_row_id, reason, severity, rank, detail,
         related, sources, first_seen_at, opened_at, content_hash, changed_at, unruled)
       SELECT n.id, $1, n.check_id, n.kind, n.subject, n.row_id, n.reason, n.severity, n.rank, n.detail, n.related, ARRAY[$14::text], $2, $2,
         n.hash, $2, ${ruled('$1', 'n.check_id')} FROM n
     ), untold AS (
       INSERT INTO finding_untold (finding_id, account_id) SELECT n.id, $1 FROM n WHERE ${urgent}
     )
     INSERT INTO finding_witnesses (finding_id, source, says, severity, first_at, last_at)
     SELECT n.id, $14::text, n.detail, n.severity, $2, $2 FROM n WHERE $14 <> 'ours'`,
    [
      ...[account, now, ...columns(opened)],
      opened.map(({ failure }) => failure.check),
      opened.map(({ failure }) => failure.subject),
      opened.map(({ failure }) => failure.reason),
      opened.map(({ failure }) => failure.kind),
      source,
    ],
  )
}

type Rewrite = 'reopened' | 'witness' | 'changed'

// What is about to be said otherwise is kept: when and with which words a finding was opened.
const opening = `SELECT old.id, old.first_seen_at, 'opened', old.detail FROM old
  WHERE NOT EXISTS (SELECT FROM finding_log l WHERE l.finding_id = old.id AND l.kind = 'opened')`

// Two that say so are shown in our own words.
const speaks = `($10 = 'ours' OR NOT 'ours' = ANY (f.sources))`
const content = (column: string, value: string) => `${column} = CASE WHEN ${speaks} THEN ${value} ELSE f.${column} END`

async function update(
  tx: pg.PoolClient,
  { account, now, source = 'ours' }: At,
  what: Rewrite,
  written: readonly Written[],
): Promise<void> {
  if (written.length === 0) return
  const set =
    what === 'reopened'
      ? `severity = n.severity, rank = n.rank, detail = n.detail, related = n.related,
         unruled = f.unruled OR ${ruled('f.account_id', 'f.check_id')}, open = TRUE, resolved_at = NULL, resolved_why = NULL, opened_at = $2, reopened = f.reopened + 1, sources = ARRAY[$10::text]`
      : `${content('severity', 'n.severity')}, ${content('rank', 'n.rank')}, ${content('detail', 'n.detail')},
         ${content('related', 'n.related')}, unruled = f.unruled OR (n.rank < f.rank AND ${speaks} AND ${ruled('f.account_id', 'f.check_id')}),
         sources = CASE WHEN $10 = ANY (f.sources) THEN f.sources ELSE f.sources || $10::text END`
  await tx.query(
    `WITH n AS (
       SELECT *, $1::text AS what FROM ${unnested}) AS ${named})
     ), old AS (
       SELECT f.id, f.severity, f.detail, f.sources, f.first_seen_at, f.opened_at, f.resolved_at, f.resolved_why,
         n.detail AS says_now
       FROM findings f JOIN n ON n.id = f.id ORDER BY f.id FOR UPDATE OF f
     ), set AS (
       UPDATE findings f SET ${set}, subject_row_id = coalesce(n.row_id, f.subject_row_id), changed_at = $2,
         content_hash = CASE WHEN $10 = 'ours' THEN n.hash ELSE f.content_hash END
       FROM n WHERE f.id = n.id
     ), untold AS (
       INSERT INTO finding_untold (finding_id, account_id)
       SELECT n.id, $12 FROM n WHERE n.what = 'reopened' AND ${urgent} ON CONFLICT DO NOTHING
     ), ours AS (
       INSERT INTO finding_witnesses (finding_id, source, says, severity, first_at, last_at, gone_at)
       SELECT id, 'ours', detail, severity, first_seen_at, coalesce(resolved_at, opened_at), resolved_at FROM old
       WHERE $10 <> 'ours' AND 'ours' = ANY (sources)
       ON CONFLICT DO NOTHING
     ), witnessed AS (
       INSERT INTO finding_witnesses AS w (finding_id, source, says, severity, first_at, last_at)
       SELECT n.id, $10::text, n.detail, n.severity, $2, $2 FROM n
       WHERE $10 <> 'ours' OR EXISTS (SELECT FROM finding_witnesses o WHERE o.finding_id = n.id)
       ON CONFLICT (finding_id, source) DO UPDATE SET says = excluded.says, severity = excluded.severity,
         last_at = excluded.last_at, gone_at = NULL
     )
     INSERT INTO finding_log (finding_id, at, kind, text)
     (${opening} AND old.detail <> old.says_now)
     UNION ALL SELECT old.id, old.resolved_at, 'resolved', old.resolved_why FROM old WHERE old.resolved_at IS NOT NULL
     UNION ALL SELECT n.id, $2, n.what, CASE n.what WHEN 'witness' THEN $11::text WHEN 'changed' THEN
       'Severity ' || n.severity || ', before ' || old.severity ELSE n.detail END
     FROM n JOIN old ON old.id = n.id WHERE n.what <> 'changed' OR n.severity <> old.severity`,
    [what, now, ...columns(written), source, `${who[source]} says so, too`, account],
  )
}

const who: Record<FindingSource, string> = {
  ours: 'Our own check',
  audit: 'The audit of Device Defender',
  detect: 'Device Defender Detect',
  behaviour: 'A security profile of ours',
  deployment: 'What deployments report',
}

type Ended = { id: string; standing: Standing }

/** One says so no longer; what another witness says is what the finding says from now on. */
async function leave(tx: pg.PoolClient, { now, source = 'ours' }: At, left: readonly Ended[]): Promise<void> {
  if (left.length === 0) return
  await tx.query(
    `WITH n AS (SELECT * FROM unnest($2::uuid[], $3::text[]) AS n (id, why)),
     old AS (SELECT f.id, f.detail, f.first_seen_at FROM findings f JOIN n ON n.id = f.id ORDER BY f.id FOR UPDATE OF f),
     gone AS (UPDATE finding_witnesses w SET gone_at = $1 FROM n WHERE w.finding_id = n.id AND w.source = $4),
     set AS (
       UPDATE findings f SET sources = array_remove(f.sources, $4::text), detail = w.says, severity = w.severity,
         rank = array_position('{critical,high,medium,low,info}'::text[], w.severity) - 1, changed_at = $1
       FROM n JOIN LATERAL (SELECT says, severity FROM finding_witnesses w
         WHERE w.finding_id = n.id AND w.source <> $4 AND w.gone_at IS NULL ORDER BY w.source = 'ours' DESC, w.source LIMIT 1) w ON TRUE
       WHERE f.id = n.id)
     INSERT INTO finding_log (finding_id, at, kind, text)
     (${opening}) UNION ALL SELECT n.id, $1, 'witness', coalesce(n.why, $5::text) FROM n`,
    [
      ...[now, left.map(({ id }) => id), left.map(({ standing }) => why[standing])],
      ...[source, `${who[source]} no longer says so`],
    ],
  )
}

async function resolve(tx: pg.PoolClient, { now }: At, resolved: readonly Ended[]): Promise<void> {
  if (resolved.length === 0) return
  await tx.query(
    `WITH n AS (SELECT * FROM unnest($2::uuid[], $3::text[]) AS n (id, why)),
     gone AS (UPDATE finding_witnesses w SET gone_at = $1 FROM n WHERE w.finding_id = n.id AND w.gone_at IS NULL),
     set AS (
       UPDATE findings f SET open = FALSE, resolved_at = $1, resolved_why = n.why, suppression_id = NULL, unruled = FALSE, changed_at = $1
       FROM n WHERE f.id = n.id)
     DELETE FROM finding_untold u USING n WHERE u.finding_id = n.id`,
    [now, resolved.map(({ id }) => id), resolved.map(({ standing }) => why[standing])],
  )
}
