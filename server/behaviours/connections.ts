import type pg from 'pg'

/**
 * Makes the windows of a stretch of time from the connection records in it: attempts, refusals, disconnects and
 * addresses. Made anew from all records each time, so late ones count and nothing counts twice. Costs the records.
 */
export async function measureConnections(tx: pg.PoolClient, account: number, from: Date, to: Date): Promise<void> {
  await tx.query(
    `INSERT INTO metric_windows AS w (account_id, at, device, metric, value, items)
     SELECT $1, g.at, g.device, m.metric, m.value, m.items FROM (
       SELECT date_bin('5 minutes', at, 'epoch') AS at, client_id AS device,
         count(*) FILTER (WHERE kind <> 'disconnect') AS attempts,
         count(*) FILTER (WHERE kind = 'auth-error' OR kind = 'connect-failed') AS refused,
         count(*) FILTER (WHERE kind = 'disconnect') AS disconnects,
         array_agg(DISTINCT source_ip ORDER BY source_ip) FILTER (WHERE source_ip IS NOT NULL) AS addresses
       FROM connection_events WHERE account_id = $1 AND at >= $2 AND at < $3 GROUP BY 1, 2) g
     CROSS JOIN LATERAL (VALUES
       ('aws:num-connection-attempts', g.attempts::float8, NULL::text[]),
       ('fleetwarden:num-authentication-failures', g.refused::float8, NULL),
       ('aws:num-disconnects', g.disconnects::float8, NULL),
       ('aws:source-ip-address', NULL, g.addresses)) m (metric, value, items)
     WHERE m.value > 0 OR m.items IS NOT NULL
     ORDER BY 4, 2, 3
     ON CONFLICT (account_id, metric, at, device) DO UPDATE SET value = excluded.value, items = excluded.items
     WHERE (w.value, w.items) IS DISTINCT FROM (excluded.value, excluded.items)`,
    [account, from, to],
  )
}
