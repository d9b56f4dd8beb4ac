import { expiryWindows } from '#server/credentials/rules.ts'
import type { Sql } from '#server/platform/db.ts'

const dayMs = 86_400_000

/** SQL: whether a collector ever came to its end for account `a`. */
const wasRead = (collector: 'things' | 'certificates' | 'certificate-details' | 'policies') =>
  `EXISTS (SELECT 1 FROM collections x
     WHERE x.account_id = a.id AND x.collector = '${collector}' AND x.last_success_at IS NOT NULL)`

/**
 * Writes each watched account's figures of the day (UTC), over those taken earlier the same day. Only accounts whose
 * things were read completely have any: an unknown fleet is not an empty one, and what was never read of it is null, not
 * nought. Returns how many it wrote.
 */
export async function takeSnapshots(sql: Sql, now: Date): Promise<number> {
  const { expiring } = expiryWindows(now)
  const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
  const { rowCount } = await sql.query(
    `INSERT INTO fleet_snapshots (account_id, day, taken_at, figures)
     SELECT a.id, ($1::timestamptz AT TIME ZONE 'UTC')::date, $1, jsonb_build_object(
       'things', coalesce(t.things, 0),
       'connected', p.connected,
       'disconnected', p.disconnected,
       'neverConnected', p.never,
       'health', coalesce(h.health, '{}'),
       'certificates', CASE WHEN ${wasRead('certificates')} THEN c.figures END,
       'policies', CASE WHEN ${wasRead('policies')}
         THEN (SELECT count(*) FROM policies WHERE account_id = a.id AND gone_at IS NULL) END)
     FROM aws_accounts a
     LEFT JOIN LATERAL (SELECT sum(things)::int8 AS things FROM thing_rollup WHERE account_id = a.id) t ON TRUE
     LEFT JOIN LATERAL (
       SELECT jsonb_object_agg(credential_health, things) AS health
       FROM (SELECT credential_health, sum(things)::int8 AS things FROM thing_rollup WHERE account_id = a.id GROUP BY 1) r
     ) h ON TRUE
     LEFT JOIN LATERAL (
       SELECT sum(CASE WHEN state = 'connected' THEN things ELSE 0 END)::int8 AS connected,
         sum(CASE WHEN state = 'disconnected' THEN things ELSE 0 END)::int8 AS disconnected,
         sum(CASE WHEN state = 'never-connected' THEN things ELSE 0 END)::int8 AS never
       FROM presence_rollup WHERE account_id = a.id
     ) p ON TRUE
     CROSS JOIN LATERAL (
       SELECT jsonb_build_object(
         'active', coalesce(sum(certificates) FILTER (WHERE status = 'ACTIVE'), 0),
         'revoked', coalesce(sum(certificates) FILTER (WHERE status = 'REVOKED'), 0),
         'inactive', coalesce(sum(certificates) FILTER (WHERE status IN ('INACTIVE', 'REGISTER_INACTIVE')), 0),
         'pending', coalesce(sum(certificates) FILTER (WHERE status LIKE 'PENDING%'), 0),
         'expired', CASE WHEN ${wasRead('certificate-details')} THEN (SELECT count(*) FROM certificates c
           WHERE c.account_id = a.id AND c.status = 'ACTIVE' AND c.gone_at IS NULL AND c.not_after < $1) END,
         'expiring7', CASE WHEN ${wasRead('certificate-details')} THEN (SELECT count(*) FROM certificates c
           WHERE c.account_id = a.id AND c.status = 'ACTIVE' AND c.gone_at IS NULL AND c.not_after >= $1 AND c.not_after < $2) END,
         'expiring30', CASE WHEN ${wasRead('certificate-details')} THEN (SELECT count(*) FROM certificates c
           WHERE c.account_id = a.id AND c.status = 'ACTIVE' AND c.gone_at IS NULL AND c.not_after >= $1 AND c.not_after < $3) END
       ) AS figures
       FROM certificate_rollup WHERE account_id = a.id AND dimension = 'expires-on'
     ) c
     WHERE a.enabled AND ${wasRead('things')}
     ON CONFLICT (account_id, day) DO UPDATE SET taken_at = excluded.taken_at, figures = excluded.figures`,
    [now, inDays(7), expiring.lt],
  )
  return rowCount ?? 0
}
