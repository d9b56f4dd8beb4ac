import { type Fragment, sql } from '#server/platform/sql.ts'

/** How grave one of `detect_violations d` is, for its finding and for the list alike: Detect has no severities of its own. */
export const detectSeverity: Fragment = sql`case when d.verification in ('FALSE_POSITIVE', 'BENIGN_POSITIVE') then 'info'
  when d.verification = 'TRUE_POSITIVE' or d.raw #>> '{violationEventAdditionalInfo,confidenceLevel}' = 'HIGH' then 'high' else 'medium' end`
