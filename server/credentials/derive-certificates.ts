import type { Observation, RowId } from '#server/history/observation.ts'

/**
 * Brings thing_count, policy_count, has_policy and leftover of these certificates up to their links; rewrites only rows
 * that differ. Links that exist are counted at once; none is told from unknown by what was read: a certificate's own
 * things (certificate_checks), or by `read`: every thing of the account since it was first seen; likewise its policies.
 */
export async function deriveCertificates(
  { tx, account }: Observation,
  ids: RowId[],
  read: { things?: boolean; policies?: boolean } = {},
): Promise<void> {
  if (ids.length === 0) return
  await tx.query({
    name: 'derive-certificates',
    // One certificate after the other: joined all at once, the planner reads every link there is for a few hundred.
    text: `WITH RECURSIVE
       covered AS (
         SELECT t.group_row_id AS id FROM policy_targets t JOIN policies p ON p.id = t.policy_row_id AND p.gone_at IS NULL
         WHERE t.account_id = $2 AND t.kind = 'thing-group' AND t.group_row_id IS NOT NULL
         UNION
         SELECT g.id FROM covered c JOIN thing_groups parent ON parent.id = c.id
         JOIN thing_groups g ON g.account_id = $2 AND NOT g.billing AND g.parent_name = parent.name AND g.gone_at IS NULL
       ),
       wanted AS MATERIALIZED (
         SELECT c.id, c.status, c.thing_count, c.policy_count, k.things_checked_at, k.policies_checked_at
         FROM unnest($1::bigint[]) AS w(id) JOIN certificates c ON c.id = w.id
         LEFT JOIN certificate_checks k ON k.certificate_row_id = c.id
       ),
       counted AS MATERIALIZED (
         SELECT w.id, w.status,
           CASE WHEN l.things > 0 OR w.thing_count IS NOT NULL OR w.things_checked_at IS NOT NULL OR $3
             THEN l.things END AS things,
           CASE WHEN a.policies > 0 OR w.policy_count IS NOT NULL OR w.policies_checked_at IS NOT NULL OR $4
             THEN a.policies END AS policies,
           l.through_group, l.sibling
         FROM wanted w
         CROSS JOIN LATERAL (
           SELECT count(*)::int AS things,
             coalesce(bool_or(EXISTS (
               SELECT 1 FROM thing_group_members m
               WHERE m.thing_row_id = t.id AND m.group_row_id IN (SELECT id FROM covered)
             )), FALSE) AS through_group,
             coalesce(bool_or(EXISTS (
               SELECT 1 FROM thing_certificates s JOIN certificates o ON o.id = s.certificate_row_id
               WHERE s.thing_row_id = t.id AND o.id <> w.id AND o.status = 'ACTIVE' AND o.gone_at IS NULL
             )), FALSE) AS sibling
           FROM thing_certificates l JOIN things t ON t.id = l.thing_row_id AND t.gone_at IS NULL
           WHERE l.certificate_row_id = w.id
         ) l
         CROSS JOIN LATERAL (
           SELECT (count(*) FILTER (
             WHERE (SELECT p.gone_at IS NULL FROM policies p WHERE p.id = t.policy_row_id)
           ))::int AS policies
           FROM policy_targets t WHERE t.certificate_row_id = w.id
         ) a
       ),
       derived AS (
         SELECT id, things, policies, status = 'ACTIVE' AND sibling AS leftover,
           CASE WHEN policies > 0 OR through_group THEN TRUE
             WHEN policies IS NULL OR (things IS NULL AND EXISTS (SELECT 1 FROM covered)) THEN NULL
             ELSE FALSE END AS has_policy
         FROM counted
       )
       UPDATE certificates c SET thing_count = d.things, policy_count = d.policies, has_policy = d.has_policy,
         leftover = d.leftover
       FROM derived d
       WHERE c.id = d.id AND (c.thing_count, c.policy_count, c.has_policy, c.leftover)
         IS DISTINCT FROM (d.things, d.policies, d.has_policy, d.leftover)`,
    values: [[...new Set(ids)], account.id, read.things ?? false, read.policies ?? false],
  })
}
