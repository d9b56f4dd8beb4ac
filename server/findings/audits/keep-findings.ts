import type { Severity } from '#contract/incidents.ts'
import { severity } from '#contract/incidents.ts'
import { contentHash } from '#server/history/content-hash.ts'
import { type Changes, lastOfEach, type Observation, type RowId } from '#server/history/observation.ts'
import { recordConnections } from '#server/incidents/ingest.ts'
import type { Sql } from '#server/platform/db.ts'
import { connectionsOf, sharedCheck } from './connections.ts'
import { evaluatedRun } from './keep-results.ts'
import { infoOf, nameOf, type Resource } from './resource.ts'
import { overlapping } from './shared-certificate.ts'

/** A check of an audit whose findings are to be read, or known to be none. */
export type RunToRead = { id: RowId; task: string; check: string; startedAt: Date; compliant: boolean }

/** A finding as an audit tells it. `related`: all of its resources, where they were asked for. */
export type ToldFinding = {
  id: string
  foundAt: Date | null
  severity: string | null
  resource: Resource
  inline: Resource[]
  related: Resource[] | null
  says: string | null
  reason: string | null
  suppressed: boolean
  raw: unknown
}

/** The next check, by row id, whose latest evaluated run was not read; what a later audit ran again is not read. */
export async function nextRunToRead(sql: Sql, account: number, after: RowId): Promise<RunToRead | null> {
  const { rows } = await sql.query<RunToRead>(
    // What is suppressed counts as found, whatever AWS says of the check as a whole.
    `SELECT id, task_id AS task, check_name AS check, started_at AS "startedAt",
       compliant AND coalesce(non_compliant, 0) = 0 AND coalesce(suppressed, 0) = 0 AS compliant FROM (
       SELECT DISTINCT ON (check_name) * FROM audit_check_runs WHERE account_id = $1 AND ${evaluatedRun}
         AND EXISTS (SELECT 1 FROM audits a WHERE a.account_id = $1 AND a.task_id = audit_check_runs.task_id
           AND a.status IN ('COMPLETED', 'FAILED', 'CANCELED'))
       ORDER BY check_name, started_at DESC, id DESC) latest
     WHERE read_at IS NULL AND id > $2 ORDER BY id LIMIT 1`,
    [account, after],
  )
  return rows[0] ?? null
}

/**
 * Keeps findings of one audit under what stays the same from audit to audit, and the connections that some of them name.
 * Returns a key of each. Told again, they change nothing.
 */
export async function recordAuditFindings(
  seen: Observation,
  run: RunToRead,
  told: readonly ToldFinding[],
): Promise<Changes & { keys: string[] }> {
  const findings = lastOfEach(told.map(toRow(run)), ({ key }) => key)
  if (findings.length === 0) return { keys: [] }
  const { rows } = await seen.tx.query<{ added: boolean }>(
    `INSERT INTO audit_findings AS f (account_id, check_name, task_id, first_task_id, subject_kind, subject, reason, finding_id,
       severity, says, suppressed, raw, related, first_at, last_at)
     SELECT $1, $2, $3, $3, g.*, g.found_at FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
       $10::boolean[], $11::jsonb[], $12::jsonb[], $13::timestamptz[])
       g (subject_kind, subject, reason, finding_id, severity, says, suppressed, raw, related, found_at)
     ON CONFLICT (account_id, check_name, subject_kind, subject, reason) DO UPDATE SET task_id = excluded.task_id,
       finding_id = excluded.finding_id, severity = excluded.severity, says = excluded.says, suppressed = excluded.suppressed,
       raw = excluded.raw, related = excluded.related, last_at = greatest(f.last_at, excluded.last_at),
       audits = f.audits + (f.task_id <> excluded.task_id)::int
     WHERE (f.task_id, f.finding_id, f.says, f.raw, f.related) IS DISTINCT FROM
       (excluded.task_id, excluded.finding_id, excluded.says, excluded.raw, excluded.related)
     RETURNING xmax = 0 AS added`,
    [
      ...[seen.account.id, run.check, run.task],
      ...[findings.map(({ kind }) => kind), findings.map(({ subject }) => subject)],
      ...[findings.map(({ reason }) => reason), findings.map(({ id }) => id)],
      ...[findings.map((one) => one.severity), findings.map(({ says }) => says)],
      ...[findings.map(({ suppressed }) => suppressed), findings.map(({ raw }) => JSON.stringify(raw))],
      ...[findings.map(({ related }) => related && JSON.stringify(related)), findings.map(({ foundAt }) => foundAt)],
    ],
  )
  await keepConnections(seen, run, told)
  const added = rows.filter((row) => row.added).length
  return { keys: findings.map(({ key }) => key), added, changed: rows.length - added }
}

/** The feed that these connections are listed as. */
const feed = 'audit-findings'

async function keepConnections(seen: Observation, { check }: RunToRead, told: readonly ToldFinding[]): Promise<void> {
  const records = told.flatMap(({ resource, inline, related }) =>
    connectionsOf({ check, resource, related: related ?? inline }),
  )
  if (records.length === 0) return
  await recordConnections(seen, records)
  const last = new Date(Math.max(...records.map(({ at }) => at.getTime())))
  await seen.tx.query(
    `INSERT INTO feed_positions (account_id, feed, position, last_at) VALUES ($1, $2, 'null', $3)
     ON CONFLICT (account_id, feed) DO UPDATE SET updated_at = now(), last_at = greatest(feed_positions.last_at, excluded.last_at)`,
    [seen.account.id, feed, last],
  )
}

const toRow = (run: RunToRead) => (told: ToldFinding) => {
  const { kind, name: subject } = nameOf(told.resource)
  const reason = told.reason ?? ''
  const key = contentHash([run.check, kind, subject, reason])
  const { id, suppressed, raw, related } = told
  return {
    ...{ key, kind, subject, reason, id, suppressed, raw, related },
    severity: severityOf(told.severity),
    says: saysOf(run.check, told),
    foundAt: told.foundAt ?? run.startedAt,
  }
}

function severityOf(word: string | null): Severity {
  return severity.catch('medium').parse(word?.toLowerCase())
}

function saysOf(check: string, { says, reason, resource, inline, related }: ToldFinding): string {
  const info = infoOf(resource)
  const said = [says ?? reason ?? 'Device Defender says that it is not compliant.', info && `(${info})`].filter(Boolean)
  if (check !== sharedCheck) return said.join(' ')
  const both = overlapping(related ?? inline)
  const more = both
    ? `${both[0]} and ${both[1]} were connected with it at the same time.`
    : 'No two client IDs were connected with it at once: one device that comes back quickly looks the same.'
  return [...said, more].join(' ')
}
