import type { Severity } from '#contract/incidents.ts'
import type { Observation } from '#server/history/observation.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { keepSightings, type Sighting } from '../witness.ts'
import { detectSeverity } from './detect-severity.ts'

/** A behaviour of a security profile, as findings and results name it. */
const checkOf = (profile: string, behavior: string) => `Detect: ${profile} / ${behavior}`.slice(0, 120)

type Row = {
  thing: string
  profile: string
  behavior: string
  metric: string | null
  verification: string | null
  confidence: string | null
  severity: Severity
  active: boolean
  registered: boolean
}

/**
 * Makes Detect a witness of the violations that are active, and no longer of those that ended. A behaviour that nobody
 * violates has passed: Detect does not say how many things it looked at.
 */
export async function tellDetect({ tx, account }: Pick<Observation, 'tx' | 'account'>): Promise<void> {
  const { rows } = await tx.query<Row>(
    toQuery(sql`SELECT d.thing_name AS thing, d.profile, d.behavior, d.metric, d.verification, d.gone_at IS NULL AS active,
       d.raw #>> '{violationEventAdditionalInfo,confidenceLevel}' AS confidence, ${detectSeverity} AS severity,
       EXISTS (SELECT FROM things t WHERE t.account_id = ${account.id} AND t.name = d.thing_name) AS registered
     FROM detect_violations d WHERE d.account_id = ${account.id} ORDER BY d.thing_name, d.violation_id`),
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
  const { thing, profile, behavior, metric, verification, confidence, severity, registered } = row
  const verdict = verification && verification !== 'UNKNOWN' ? ` Somebody marked it a ${inWords(verification)}.` : ''
  const sure = confidence ? ` with ${inWords(confidence)} confidence` : ''
  return {
    check: checkOf(profile, behavior),
    // A client ID that no thing is called by may violate a behaviour, too.
    kind: registered ? 'thing' : 'client',
    subject: thing,
    severity,
    says: `It violates ${behavior} of ${profile}${metric ? ` (${metric})` : ''}${sure}.${verdict}`,
  }
}

// AWS's constants, such as TRUE_POSITIVE.
const inWords = (constant: string) => constant.toLowerCase().replaceAll('_', ' ')
