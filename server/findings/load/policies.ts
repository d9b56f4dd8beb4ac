import type { Sql } from '#server/platform/db.ts'
import type { PolicyFacts } from '../facts.ts'
import { chosen, type Of, type Which } from './which.ts'

// A policy that a million certificates have is judged by some of them.
const mostCertificates = 1_000

/** What is known of policies, with the documents of all their versions. */
export async function loadPolicies(sql: Sql, of: Of, which: Which): Promise<PolicyFacts[]> {
  const { where, limit, value } = chosen(which)
  const { rows } = await sql.query<PolicyFacts>(
    `SELECT p.id::text AS "rowId", p.name, p.default_version_id AS "defaultVersionId", p.target_count AS targets,
       $3::text AS "awsAccountId", $4::text AS region, l.crossings,
       CASE WHEN p.target_count IS NULL THEN NULL ELSE coalesce((
         SELECT max(c.policy_count) FROM (SELECT certificate_row_id FROM policy_targets
           WHERE policy_row_id = p.id AND certificate_row_id IS NOT NULL LIMIT ${mostCertificates}) a
         JOIN certificates c ON c.id = a.certificate_row_id), 0) END AS "mostOnOneCertificate",
       CASE WHEN p.target_count = 1 THEN (SELECT CASE WHEN count(*) = 1 THEN min(t.name) END FROM policy_targets a
         JOIN thing_certificates k ON k.certificate_row_id = a.certificate_row_id JOIN things t ON t.id = k.thing_row_id
         WHERE a.policy_row_id = p.id AND t.gone_at IS NULL) END AS "onlyThing",
       coalesce((SELECT json_agg(json_build_object('versionId', v.version_id, 'isDefault', v.is_default, 'document', v.document)
         ORDER BY v.version_id) FROM policy_versions v WHERE v.policy_row_id = p.id AND v.gone_at IS NULL), '[]'::json) AS versions
     FROM (SELECT * FROM policies WHERE account_id = $1 AND gone_at IS NULL AND ${where} ORDER BY id ${limit}) p
     LEFT JOIN policy_lints l ON l.policy_row_id = p.id
     ORDER BY p.id`,
    [of.id, value, of.awsAccountId, of.region],
  )
  return rows
}
