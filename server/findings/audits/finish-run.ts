import type { SubjectKind } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'
import type { Observation } from '#server/history/observation.ts'
import type { Related } from '../check.ts'
import { keepSightings, type Sighting } from '../witness.ts'
import { sharedCheck } from './connections.ts'
import type { RunToRead } from './keep-findings.ts'
import { recordAuditResults } from './keep-results.ts'
import { targetsOf } from './ours.ts'
import { type Resource, relatedOf } from './resource.ts'
import { overlapping } from './shared-certificate.ts'

/**
 * Once all that a check found in an audit is kept: the audit is a witness of it, and no longer of what it does not find
 * any more. What the audit says of the check as a whole follows.
 */
export async function finishRun(seen: Observation, run: RunToRead): Promise<void> {
  const { tx, account } = seen
  const sightings = await sightingsOf(tx, account.id, run)
  if (!run.compliant && sightings.length === 0) {
    // AWS says that it found something and does not tell what: not yet, or not any more. Nothing is resolved by that.
    await tx.query(
      `UPDATE audit_check_runs SET read_at = now() WHERE id = $1 AND account_id = $2 AND started_at < now() - interval '1 day'`,
      [run.id, account.id],
    )
    return
  }
  const complete = targetsOf(run.check).map(({ id }) => id)
  await keepSightings(tx, { account: account.id, source: 'audit', now: new Date(), complete }, sightings)
  await tx.query('UPDATE audit_check_runs SET read_at = now() WHERE id = $1 AND account_id = $2', [run.id, account.id])
  await recordAuditResults(seen)
}

type Row = {
  kind: SubjectKind
  subject: string
  reason: string
  severity: Severity
  says: string
  related: Resource[]
}

async function sightingsOf(tx: Observation['tx'], account: number, { check, task }: RunToRead): Promise<Sighting[]> {
  const { rows } = await tx.query<Row>(
    `SELECT subject_kind AS kind, subject, reason, severity, says,
       coalesce(related, raw -> 'relatedResources', '[]') AS related
     FROM audit_findings WHERE account_id = $1 AND check_name = $2 AND task_id = $3 ORDER BY subject, reason`,
    [account, check, task],
  )
  const sightings = new Map<string, Sighting>()
  for (const row of rows) {
    const sighting = toSighting(check, row)
    const key = JSON.stringify([sighting.check, sighting.subject, sighting.reason])
    const before = sightings.get(key)
    // Where one check of ours is about all of AWS's reasons, they are one sighting.
    sightings.set(key, before ? { ...sighting, says: `${before.says} ${sighting.says}` } : sighting)
  }
  return [...sightings.values()]
}

const mostRelated = 10

function toSighting(check: string, { kind, subject, reason, severity, says, related }: Row): Sighting {
  const targets = targetsOf(check)
  const target = targets.find((one) => one.reason === reason) ?? targets.find((one) => one.reason === null)
  const own = target && target.id !== check
  return {
    check: target?.id ?? check,
    kind,
    subject,
    // Our own reasons are not AWS's.
    ...(!own && { reason }),
    severity: check === sharedCheck && !overlapping(related) ? uncertain(severity) : severity,
    says,
    related: someOf(related),
  }
}

/** One device that comes back quickly looks to the audit like two that share a certificate. */
const uncertain = (severity: Severity): Severity =>
  severity === 'critical' || severity === 'high' ? 'medium' : severity

// A client ID comes once for each of its connections.
function someOf(resources: readonly Resource[]): Related[] {
  const related = new Map<string, Related>()
  for (const resource of resources) {
    const one = relatedOf(resource)
    const key = `${one.kind} ${one.name}`
    if (!related.has(key)) related.set(key, one)
    if (related.size >= mostRelated) break
  }
  return [...related.values()]
}
