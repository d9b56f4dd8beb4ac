import { expiryWindows } from '#server/credentials/rules.ts'
import type { Sql } from '#server/platform/db.ts'

const dayMs = 86_400_000

/**
 * Writes each watched account's figures of the day (UTC), over those taken earlier the same day. Only accounts whose
 * things were read completely have any: an unknown fleet is not an empty one. Returns how many it wrote.
 */
export async function takeSnapshots(sql: Sql, now: Date): Promise<number> {
  const { expiring } = expiryWindows(now)
  const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
  const { rowCount } = await sql.query(
    `INSERT INTO fleet_snapshots (account_id, day, taken_at, figures)
     SELECT a.id, ($1::timestamptz AT TIME ZONE 'UTC')::date, $1, jsonb_build_object(
       'things', coalesce(t.things, 0),
       'connected', coalesce(p.connected, 0),
       'disconnected', coalesce(p.disconnected, 0),
       'neverConnected', coalesce(p.never, 0),
       'health', coalesce(h.health, '{}'),
       'certificates', c.figures,
       'policies', (SELECT count(*) FROM policies WHERE account_id = a.id AND gone_at IS NULL))
     FROM aws_accounts a
     LEFT JOIN LATERAL (SELECT sum(things)::int8 AS things FROM thing_rollup WHERE account_id = a.id) t ON TRUE
     LEFT JOIN LATERAL (
       SELECT jsonb_object_agg(credential_health, things) AS health
       FROM (SELECT credential_health, sum(things)::int8 AS things FROM thing_rollup WHERE account_id = a.id GROUP BY 1) r
     ) h ON TRUE
     LEFT JOIN LATERAL (
       SELECT sum(things) FILTER (WHERE state = 'connected')::int8 AS connected,
         sum(things) FILTER (WHERE state = 'disconnected')::int8 AS disconnected,
         sum(things) FILTER (WHERE state = 'never-connected')::int8 AS never
       FROM presence_rollup WHERE account_id = a.id
     ) p ON TRUE
     CROSS JOIN LATERAL (
       SELECT jsonb_build_object(
         'active', coalesce(sum(certificates) FILTER (WHERE status = 'ACTIVE'), 0),
         'revoked', coalesce(sum(certificates) FILTER (WHERE status = 'REVOKED'), 0),
         'inactive', coalesce(sum(certificates) FILTER (WHERE status IN ('INACTIVE', 'REGISTER_INACTIVE')), 0),
         'pending', coalesce(sum(certificates) FILTER (WHERE status LIKE 'PENDING%'), 0),
         'expired', (SELECT count(*) FROM certificates c
           WHERE c.account_id = a.id AND c.status = 'ACTIVE' AND c.gone_at IS NULL AND c.not_after < $1),
         'expiring7', (SELECT count(*) FROM certificates c
           WHERE c.account_id = a.id AND c.status = 'ACTIVE' AND c.gone_at IS NULL AND c.not_after >= $1 AND c.not_after < $2),
         'expiring30', (SELECT count(*) FROM certificates c
           WHERE c.account_id = a.id AND c.status = 'ACTIVE' AND c.gone_at IS NULL AND c.not_after >= $1 AND c.not_after < $3)
       ) AS figures
       FROM certificate_rollup WHERE account_id = a.id AND dimension = 'expires-on'
     ) c
     WHERE a.enabled AND EXISTS (
       SELECT 1 FROM collections x WHERE x.account_id = a.id AND x.collector = 'things' AND x.last_success_at IS NOT NULL)
     ON CONFLICT (account_id, day) DO UPDATE SET taken_at = excluded.taken_at, figures = excluded.figures`,
    [now, inDays(7), expiring.lt],
  )
  return rowCount ?? 0
}
