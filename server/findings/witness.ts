import type pg from 'pg'
import type { FindingSource, SubjectKind } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'
import { contentHash } from '#server/history/content-hash.ts'
import type { Related } from './check.ts'
import { applyChanges } from './evaluate/apply.ts'
import { takeFindings } from './evaluate/lock.ts'
import { type Existing, type Failure, reconcile } from './evaluate/reconcile.ts'

/** What another than our own checks says of a resource. `check` is our check's id where it looks at the same thing. */
export type Sighting = {
  check: string
  kind: SubjectKind
  subject: string
  reason?: string
  severity: Severity
  says: string
  related?: Related[]
}

/** Who says so about which account. `complete`: the checks of which every sighting is given; `off`: those people turned off. */
export type Witness = {
  account: number
  source: Exclude<FindingSource, 'ours'>
  now: Date
  complete: readonly string[]
  off?: readonly string[]
}

/**
 * Keeps what another witness says: where we say the same it is one finding with two witnesses. In checks that are
 * `complete`, what is not sighted is said no longer; a finding is resolved when its last witness says so no longer.
 * Told again, nothing changes. Returns how many findings were written.
 */
export async function keepSightings(
  tx: pg.PoolClient,
  { account, source, now, complete, off = [] }: Witness,
  sightings: readonly Sighting[],
): Promise<number> {
  await takeFindings(tx, account)
  const known = await knownOf(tx, { account, source, complete }, sightings)
  const rowIds = await rowIdsOf(tx, account, sightings)
  const standing = (check: string) => (off.includes(check) ? 'off' : complete.includes(check) ? 'passed' : 'unjudged')
  const open = reasonsOf(known)
  const failures = sightings.map((sighting) => toFailure(sighting, open, rowIds))
  return applyChanges(tx, { account, now, source }, reconcile(known, failures, standing, source))
}

const subjectOf = (one: { kind: string; subject: string }) => `${one.kind}\0${one.subject}`

function toFailure(sighting: Sighting, open: Reasons, rowIds: ReadonlyMap<string, string>): Failure {
  const { check, kind, subject, severity, says, related = [] } = sighting
  const rowId = rowIds.get(subjectOf(sighting)) ?? null
  const reasons = open.get(`${check}\0${subject}`) ?? ['']
  // Ours may tell several reasons apart where the other has none: it then speaks for the first.
  const reason = sighting.reason || (reasons.includes('') ? '' : (reasons.toSorted()[0] ?? ''))
  return { check, kind, subject, rowId, reason, severity, detail: says, related, hash: contentHash([severity, says]) }
}

type Reasons = ReadonlyMap<string, string[]>

/** The reasons of what is open, by check and subject. */
function reasonsOf(known: readonly Existing[]): Reasons {
  const reasons = new Map<string, string[]>()
  for (const { check, subject, reason, open } of known) {
    if (!open) continue
    const key = `${check}\0${subject}`
    reasons.set(key, [...(reasons.get(key) ?? []), reason])
  }
  return reasons
}

type Row = Omit<Existing, 'hash'> & { says: string | null; severity: string | null }

/** Findings of what is sighted, and those that this witness still says so of in the checks that are complete. */
async function knownOf(
  tx: pg.PoolClient,
  { account, source, complete }: Omit<Witness, 'now' | 'off'>,
  sightings: readonly Sighting[],
): Promise<Existing[]> {
  const { rows } = await tx.query<Row>(
    `SELECT f.id, f.check_id AS check, f.subject, f.reason, f.open, f.sources, w.says, w.severity
     FROM (
       SELECT f.id FROM (SELECT DISTINCT check_id, subject FROM unnest($3::text[], $4::text[]) AS n (check_id, subject)) n
       JOIN findings f ON f.account_id = $1 AND f.check_id = n.check_id AND f.subject = n.subject
       UNION
       SELECT f.id FROM finding_witnesses w JOIN findings f ON f.id = w.finding_id
       WHERE w.source = $2 AND w.gone_at IS NULL AND f.account_id = $1 AND f.open AND f.check_id = ANY ($5::text[])
     ) n JOIN findings f ON f.id = n.id LEFT JOIN finding_witnesses w ON w.finding_id = f.id AND w.source = $2 AND w.gone_at IS NULL`,
    [...[account, source, sightings.map(({ check }) => check), sightings.map(({ subject }) => subject)], complete],
  )
  return rows.map(({ says, severity, ...row }) => ({ ...row, hash: contentHash([severity, says]) }))
}

const tables: Partial<Record<SubjectKind, string>> = {
  certificate: 'certificates c WHERE c.account_id = $1 AND c.certificate_id = ANY ($2::text[])',
  'ca-certificate': 'ca_certificates c WHERE c.account_id = $1 AND c.certificate_id = ANY ($2::text[])',
  thing: 'things c WHERE c.account_id = $1 AND c.name = ANY ($2::text[])',
  policy: 'policies c WHERE c.account_id = $1 AND c.name = ANY ($2::text[])',
}

async function rowIdsOf(
  tx: pg.PoolClient,
  account: number,
  sightings: readonly Sighting[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const kind of new Set(sightings.map((one) => one.kind))) {
    const from = tables[kind]
    if (!from) continue
    const names = [...new Set(sightings.filter((one) => one.kind === kind).map(({ subject }) => subject))]
    const name = from.includes('certificate_id') ? 'certificate_id' : 'name'
    const { rows } = await tx.query<{ id: string; name: string }>(
      `SELECT c.id::text AS id, c.${name} AS name FROM ${from}`,
      [account, names],
    )
    for (const row of rows) ids.set(subjectOf({ kind, subject: row.name }), row.id)
  }
  return ids
}
