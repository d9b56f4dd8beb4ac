import type { Severity } from '#contract/incidents.ts'
import type { Observation } from '#server/history/observation.ts'
import { keepSightings, type Sighting } from '../witness.ts'

/** A behaviour of a security profile, as findings and results name it. */
const checkOf = (profile: string, behavior: string) => `Detect: ${profile} / ${behavior}`.slice(0, 120)

type Row = {
  thing: string
  profile: string
  behavior: string
  metric: string | null
  verification: string | null
  confidence: string | null
  active: boolean
  registered: boolean
}

/**
 * Makes Detect a witness of the violations that are active, and no longer of those that ended. A behaviour that nobody
 * violates has passed: Detect does not say how many things it looked at.
 */
export async function tellDetect({ tx, account }: Pick<Observation, 'tx' | 'account'>): Promise<void> {
  const { rows } = await tx.query<Row>(
    `SELECT v.thing_name AS thing, v.profile, v.behavior, v.metric, v.verification, v.gone_at IS NULL AS active,
       v.raw #>> '{violationEventAdditionalInfo,confidenceLevel}' AS confidence,
       EXISTS (SELECT FROM things t WHERE t.account_id = $1 AND t.name = v.thing_name) AS registered
     FROM detect_violations v WHERE v.account_id = $1 ORDER BY v.thing_name, v.violation_id`,
    [account.id],
  )
  const { rows: behaviors } = await tx.query<{ profile: string; behavior: string }>(
    `SELECT o.name AS profile, b ->> 'name' AS behavior FROM aws_objects o
     CROSS JOIN LATERAL jsonb_path_query(o.facts, '$.behaviors[*]') b
     WHERE o.account_id = $1 AND o.kind = 'security-profile' AND o.gone_at IS NULL AND b ->> 'name' IS NOT NULL`,
    [account.id],
  )
  const active = rows.filter((row) => row.active)
  const checks = new Set([...rows, ...behaviors].map(({ profile, behavior }) => checkOf(profile, behavior)))
  const sightings = [
    ...new Map(active.map((row) => [`${row.thing}\0${checkOf(row.profile, row.behavior)}`, row])).values(),
  ]
  const witness = { account: account.id, source: 'detect', now: new Date(), complete: [...checks] } as const
  await keepSightings(tx, witness, sightings.map(toSighting))
  const failing = (check: string) => sightings.filter((row) => checkOf(row.profile, row.behavior) === check).length
  await tx.query(
    `INSERT INTO check_results AS r (account_id, check_id, source, subject_kind, state, failing, judged_at, facts_at)
     SELECT $1, g.check_id, 'detect', 'thing', CASE WHEN g.failing > 0 THEN 'failing' ELSE 'passed' END, g.failing, now(), now()
     FROM unnest($2::text[], $3::bigint[]) g (check_id, failing)
     ON CONFLICT (account_id, check_id, source) DO UPDATE SET state = excluded.state, failing = excluded.failing,
       judged_at = excluded.judged_at, facts_at = excluded.facts_at`,
    [account.id, [...checks], [...checks].map(failing)],
  )
}

function toSighting(row: Row): Sighting {
  const { thing, profile, behavior, metric, verification, confidence, registered } = row
  const verdict = verification && verification !== 'UNKNOWN' ? ` Somebody marked it ${verification}.` : ''
  const sure = confidence ? ` with ${confidence} confidence` : ''
  return {
    check: checkOf(profile, behavior),
    // A client ID that no thing is called by may violate a behaviour, too.
    kind: registered ? 'thing' : 'client',
    subject: thing,
    severity: severityOf(row),
    says: `It violates ${behavior} of ${profile}${metric ? ` (${metric})` : ''}${sure}.${verdict}`,
  }
}

// Detect has no severities of its own.
function severityOf({ verification, confidence }: Row): Severity {
  if (verification === 'FALSE_POSITIVE' || verification === 'BENIGN_POSITIVE') return 'info'
  return verification === 'TRUE_POSITIVE' || confidence === 'HIGH' ? 'high' : 'medium'
}
