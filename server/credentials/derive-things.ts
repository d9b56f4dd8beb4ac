import type { Observation, RowId } from '#server/history/observation.ts'
import { expiryWindows } from './rules.ts'
import { thingHealthSql } from './thing-health.ts'

/** Brings the credential columns of these things up to their certificates; rewrites only rows that differ. */
export async function deriveThings({ tx }: Pick<Observation, 'tx'>, ids: RowId[], now = new Date()): Promise<void> {
  if (ids.length === 0) return
  const { valid } = expiryWindows(now)
  await tx.query({
    name: 'derive-things',
    // One thing after the other: joined all at once, the planner reads every certificate there is for a few hundred.
    text: `UPDATE things t SET certificate_count = d.held, active_certificates = d.active,
         credential_not_after = d.last, credential_health = d.health
       FROM (
         SELECT id, held, active, last, ${thingHealthSql('$2::timestamptz', '$3::timestamptz')} AS health
         FROM (
           SELECT w.id, k.thing_row_id IS NOT NULL AS checked, h.*
           FROM unnest($1::bigint[]) AS w(id)
           LEFT JOIN thing_principal_checks k ON k.thing_row_id = w.id
           CROSS JOIN LATERAL (
             SELECT count(*)::int AS held, count(*) FILTER (WHERE c.status = 'ACTIVE')::int AS active,
               count(*) FILTER (WHERE c.status = 'ACTIVE' AND c.not_after IS NULL)::int AS undescribed,
               max(c.not_after) FILTER (WHERE c.status = 'ACTIVE') AS last
             FROM thing_certificates l JOIN certificates c ON c.id = l.certificate_row_id AND c.gone_at IS NULL
             WHERE l.thing_row_id = w.id
           ) AS h
         ) AS held
       ) AS d
       WHERE t.id = d.id AND (t.certificate_count, t.active_certificates, t.credential_not_after, t.credential_health)
         IS DISTINCT FROM (d.held, d.active, d.last, d.health)`,
    values: [[...new Set(ids)], now, valid.gte],
  })
}

/** Things that hold any of these certificates. */
export async function thingsOf({ tx }: Pick<Observation, 'tx'>, certificates: RowId[]): Promise<RowId[]> {
  if (certificates.length === 0) return []
  const { rows } = await tx.query<{ id: RowId }>({
    name: 'things-of-certificates',
    text: 'SELECT DISTINCT thing_row_id AS id FROM thing_certificates WHERE certificate_row_id = ANY($1::bigint[])',
    values: [certificates],
  })
  return rows.map(({ id }) => id)
}

/** Certificates that any of these things hold. */
export async function certificatesOf({ tx }: Pick<Observation, 'tx'>, things: RowId[]): Promise<RowId[]> {
  if (things.length === 0) return []
  const { rows } = await tx.query<{ id: RowId }>({
    name: 'certificates-of-things',
    text: 'SELECT DISTINCT certificate_row_id AS id FROM thing_certificates WHERE thing_row_id = ANY($1::bigint[])',
    values: [things],
  })
  return rows.map(({ id }) => id)
}
