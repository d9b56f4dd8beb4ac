import type pg from 'pg'
import type { Severity } from '#contract/incidents.ts'
import type { Sql } from '#server/platform/db.ts'
import type { Known, Standing } from './decide.ts'
import { type Candidate, nameOf, placeOf, type Rule, sharedKey } from './rules.ts'

/** Rules in force, by name: the first that fits decides. */
export async function rulesInForce(tx: Sql, now: Date): Promise<Rule[]> {
  const { rows } = await tx.query<Omit<Rule, 'left'> & { left: number }>(
    `SELECT r.id::text AS id, r.name, r.account_id AS account, r.checks, r.types, r.groups, r.opens, r.version, r.min_rank AS "minRank",
       greatest(0, r.most_per_hour - (SELECT count(*)::int FROM incidents i WHERE i.rule_id = r.id
         AND i.opened_at > $1::timestamptz - interval '1 hour')) AS left
     FROM incident_rules r WHERE r.enabled ORDER BY r.name`,
    [now],
  )
  return rows
}

const mostThings = 20

/** A candidate as it is read: SELECT these columns of findings `f` FROM these tables. */
export type CandidateRow = Omit<Candidate, 'incident'> & {
  account: number
  severity: Severity
  incident: string | null
  state: string | null
}
export const candidateColumns = `f.id, f.account_id AS account, f.check_id AS check, f.subject_kind AS kind, f.subject, f.severity, f.rank,
  f.detail, f.opened_at AS "openedAt", f.incident_id AS incident, i.state, coalesce(t.things, '{}') AS things,
  coalesce(t.types, '{}') AS types,
  array(SELECT DISTINCT g.name FROM thing_group_members m JOIN thing_groups g ON g.id = m.group_row_id
    WHERE m.thing_row_id = ANY (t.ids) AND NOT g.billing AND g.gone_at IS NULL) AS groups`
export const candidateTables = (findings: string) => `${findings} f LEFT JOIN incidents i ON i.id = f.incident_id
  CROSS JOIN LATERAL (
    SELECT array_agg(n.id) AS ids, array_agg(n.name ORDER BY n.name) AS things,
      array_agg(DISTINCT n.type_name) FILTER (WHERE n.type_name IS NOT NULL) AS types
    FROM (
      SELECT t.id, t.name, t.type_name FROM things t
      WHERE t.account_id = f.account_id AND t.name = f.subject AND t.gone_at IS NULL AND f.subject_kind IN ('thing', 'client')
      UNION ALL
      (SELECT t.id, t.name, t.type_name FROM certificates c JOIN thing_certificates l ON l.certificate_row_id = c.id
      JOIN things t ON t.id = l.thing_row_id AND t.gone_at IS NULL
      WHERE c.account_id = f.account_id AND c.certificate_id = f.subject AND f.subject_kind = 'certificate' LIMIT ${mostThings})) n) t`

/** A row as rules look at it. */
export const toCandidate = ({ incident, state, account: _, ...row }: CandidateRow): Candidate => ({
  ...row,
  incident: incident !== null && state !== null ? { id: incident, state } : null,
})

/** Takes findings that no rule has looked at, the worst first, with the devices they are about. */
export async function takeCandidates(
  tx: pg.PoolClient,
  { account, underWay, most }: { account: number; underWay: readonly string[]; most: number },
): Promise<Candidate[]> {
  const { rows } = await tx.query<CandidateRow>(
    `WITH taken AS (
       UPDATE findings SET unruled = FALSE WHERE id IN (
         SELECT id FROM findings WHERE account_id = $1 AND unruled AND suppression_id IS NULL AND subject_kind <> ALL ($2::text[])
         ORDER BY rank, check_id, subject LIMIT $3) RETURNING *)
     SELECT ${candidateColumns} FROM ${candidateTables('taken')} ORDER BY f.rank, f.check_id, f.subject`,
    [account, underWay, most],
  )
  return rows.map(toCandidate)
}

type KnownRow = { id: string; name: string; state: string; parent: string | null; parent_state: string | null }

const toKnown = ({ id, state, parent, parent_state }: Omit<KnownRow, 'name'>): Known => ({
  ...{ id, state },
  parent: parent !== null && parent_state !== null ? { id: parent, state: parent_state } : null,
})

/** The incidents that findings may belong to, exercises apart. Nobody changes them until the transaction ends. */
export async function standingOf(
  tx: pg.PoolClient,
  account: number,
  candidates: readonly Candidate[],
): Promise<Standing> {
  const places = candidates.map(placeOf)
  const clients = places.flatMap(({ clientId, key }) => (key === null ? [clientId] : []))
  const keys = [...places.flatMap(({ key }) => key ?? []), ...candidates.map(({ check }) => sharedKey(check))]
  const certificates = candidates.flatMap(({ kind, subject }) => (kind === 'certificate' ? [subject] : []))
  const { rows } = await tx.query<KnownRow & { client_id: string; storm_key: string | null }>(
    `SELECT i.id, i.client_id, i.storm_key, i.state, p.id AS parent, p.state AS parent_state
     FROM incidents i LEFT JOIN incidents p ON p.id = i.merged_into
     WHERE i.account_id = $1 AND i.drill IS NULL AND i.state <> 'closed'
       AND (i.storm_key IS NULL AND i.client_id = ANY ($2::text[]) OR i.storm_key = ANY ($3::text[]))
     ORDER BY i.opened_at FOR UPDATE OF i`,
    [account, [...new Set(clients)], [...new Set(keys)]],
  )
  const { rows: sides } = await tx.query<KnownRow>(
    `SELECT i.id, a.value AS name, i.state, NULL AS parent, NULL AS parent_state
     FROM incident_actors a JOIN incidents i ON i.id = a.incident_id
     WHERE a.account_id = $1 AND a.kind = 'principal' AND a.value = ANY ($2::text[]) AND i.drill IS NULL
       AND i.state IN ('new', 'triaged', 'contained') ORDER BY i.last_at`,
    [account, [...new Set(certificates)]],
  )
  return {
    places: new Map(rows.map((row) => [row.storm_key ?? nameOf({ clientId: row.client_id, key: null }), toKnown(row)])),
    sides: new Map(sides.map((row) => [row.name, toKnown(row)])),
  }
}
