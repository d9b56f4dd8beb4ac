import type { Sql } from '#server/platform/db.ts'
import type { CertificateFacts } from '../facts.ts'
import { chosen, type Of, type Which } from './which.ts'

/** What is known of certificates, with their things and how they connected in the last 30 days. */
export async function loadCertificates(sql: Sql, of: Of, which: Which, now: Date): Promise<CertificateFacts[]> {
  const { where, limit, value } = chosen(which)
  const { rows } = await sql.query<CertificateFacts>({
    name: `findings-certificates-${limit ? 'next' : 'these'}`,
    text: `SELECT c.id::text AS "rowId", c.certificate_id AS name, c.status, c.mode, c.created_at AS "createdAt",
         c.described_at AS "describedAt", c.not_before AS "notBefore", c.not_after AS "notAfter",
         c.key_algorithm AS "keyAlgorithm", c.key_bits AS "keyBits", c.signature_algorithm AS "signatureAlgorithm",
         c.ca_certificate_id AS "caCertificateId", c.thing_count AS "thingCount", c.has_policy AS "hasPolicy", c.leftover,
         c.changed_at AS "changedAt", coalesce(t.things, '[]'::json) AS things,
         CASE WHEN f.fed THEN json_build_object('last', u.last, 'clients', u.clients) END AS connections,
         CASE WHEN c.policy_count IS NULL THEN NULL ELSE EXISTS (
           SELECT FROM policy_targets a JOIN policies p ON p.id = a.policy_row_id AND p.gone_at IS NULL
           JOIN policy_versions v ON v.policy_row_id = p.id AND v.is_default AND v.gone_at IS NULL
           WHERE a.certificate_row_id = c.id AND strpos(v.document, '$aws/provisioning-templates/') > 0) END AS claim
       FROM (SELECT * FROM certificates WHERE account_id = $1 AND gone_at IS NULL AND ${where} ORDER BY id ${limit}) c
       CROSS JOIN (SELECT EXISTS (SELECT FROM feed_positions WHERE account_id = $1
         AND feed IN ('connection-log', 'lifecycle-events')) AS fed) f
       LEFT JOIN LATERAL (
         SELECT json_agg(json_build_object('name', n.name, 'type', n.type_name, 'connected', p.connected, 'credentials',
           n.active_certificates + cardinality(n.other_principals), 'groups', ARRAY(
           SELECT g.name FROM thing_group_members m JOIN thing_groups g ON g.id = m.group_row_id AND g.gone_at IS NULL
           WHERE m.thing_row_id = n.id ORDER BY 1)) ORDER BY n.id) AS things
         FROM (SELECT h.id, h.name, h.type_name, h.active_certificates, h.other_principals FROM thing_certificates l JOIN things h ON h.id = l.thing_row_id AND h.gone_at IS NULL
           WHERE l.certificate_row_id = c.id ORDER BY h.id LIMIT 10) n
         LEFT JOIN presence p ON p.thing_row_id = n.id
       ) t ON TRUE
       LEFT JOIN LATERAL (SELECT max(last_at) AS last, count(*)::int AS clients FROM certificate_uses
         WHERE certificate_row_id = c.id AND last_at > $3::timestamptz - interval '30 days') u ON f.fed
       ORDER BY c.id`,
    values: [of.id, value, now],
  })
  for (const row of rows) {
    if (row.connections?.last) row.connections.last = new Date(row.connections.last)
  }
  return rows
}
