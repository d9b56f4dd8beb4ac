import type pg from 'pg'
import type { DeploymentThresholds } from '#contract/deployments.ts'

/** Who is said to have done what the facts show to be done. */
const facts = 'The facts'

/**
 * Finds the things of an account that cannot be updated: an expired certificate, a type that people said so of, no agent
 * where others have one, updates offered for long and never taken. What is found no longer leaves the register, or is
 * done where somebody had a plan. Works on sets; writes only rows that differ.
 */
export async function keepRegister(
  tx: pg.PoolClient,
  account: number,
  { neverUpdatedDays }: DeploymentThresholds,
  now: Date,
): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE found (thing TEXT COLLATE "C" PRIMARY KEY, why TEXT, says TEXT, since TIMESTAMPTZ(3)) ON COMMIT DROP`,
  )
  // That nobody takes updates says nothing of a thing where none are given, or where nothing is read of them.
  await tx.query(
    `WITH taking AS (
       SELECT thing FROM deployment_executions WHERE account_id = $1 AND status IN ('IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'REJECTED', 'TIMED_OUT')
       UNION SELECT thing FROM thing_software WHERE account_id = $1
       UNION SELECT thing FROM greengrass_cores WHERE account_id = $1 AND gone_at IS NULL
     ), known AS (
       SELECT EXISTS (SELECT FROM taking) AND EXISTS (SELECT FROM software_state WHERE account_id = $1 AND read_at IS NOT NULL)
         AND EXISTS (SELECT FROM collections WHERE account_id = $1 AND collector = 'job-executions' AND last_success_at IS NOT NULL) AS known
     ), offered AS (
       SELECT thing, min(queued_at) AS since FROM deployment_executions WHERE account_id = $1
       GROUP BY 1 HAVING bool_and(status <> 'SUCCEEDED') AND min(queued_at) < $2::timestamptz - make_interval(days => $3)
     )
     INSERT INTO found
     SELECT t.name, w.why, w.says, w.since FROM things t
       LEFT JOIN unsupported_types u ON u.account_id = $1 AND u.type_name = t.type_name
       LEFT JOIN taking ON taking.thing = t.name
       LEFT JOIN offered ON offered.thing = t.name
       CROSS JOIN known
       CROSS JOIN LATERAL (SELECT
         CASE WHEN t.credential_health = 'expired' THEN 'certificate-expired' WHEN u.why IS NOT NULL THEN 'type-unsupported'
           WHEN known.known AND taking.thing IS NULL THEN 'no-agent' WHEN offered.thing IS NOT NULL AND NOT EXISTS (
             SELECT FROM software_changes c WHERE c.account_id = $1 AND c.thing = t.name AND c.from_version IS NOT NULL AND c.version IS NOT NULL)
           THEN 'never-updated' END AS why) k
       CROSS JOIN LATERAL (SELECT k.why,
         CASE k.why WHEN 'certificate-expired' THEN 'Its certificates expired: it cannot connect to be updated'
           WHEN 'type-unsupported' THEN 'Things of type ' || t.type_name || ' cannot be updated: ' || u.why
           WHEN 'no-agent' THEN 'It takes no jobs, reports no software and is no Greengrass core'
           ELSE 'Updates are offered to it since ' || to_char(offered.since AT TIME ZONE 'UTC', 'YYYY-MM-DD') || ', and it took none' END AS says,
         CASE k.why WHEN 'certificate-expired' THEN t.credential_not_after WHEN 'type-unsupported' THEN u.changed_at
           WHEN 'no-agent' THEN t.first_seen_at ELSE offered.since END AS since) w
     WHERE t.account_id = $1 AND t.gone_at IS NULL AND k.why IS NOT NULL`,
    [account, now, neverUpdatedDays],
  )
  await tx.query(
    `DELETE FROM unupdatable_things u WHERE u.account_id = $1 AND u.declared_why IS NULL AND u.plan IS NULL AND u.owner_id IS NULL
       AND u.due IS NULL AND u.done_at IS NULL AND NOT EXISTS (SELECT FROM found f WHERE f.thing = u.thing)`,
    [account],
  )
  await tx.query(
    `UPDATE unupdatable_things u SET found_why = NULL, found_says = NULL, found_since = NULL,
       done_at = CASE WHEN u.declared_why IS NULL THEN coalesce(u.done_at, $2) ELSE u.done_at END,
       done_by = CASE WHEN u.declared_why IS NULL THEN coalesce(u.done_by, $3) ELSE u.done_by END
     WHERE u.account_id = $1 AND u.found_why IS NOT NULL AND NOT EXISTS (SELECT FROM found f WHERE f.thing = u.thing)`,
    [account, now, facts],
  )
  await tx.query(
    `INSERT INTO unupdatable_things AS u (account_id, thing, found_why, found_says, found_since)
     SELECT $1, f.* FROM found f LEFT JOIN unupdatable_things o ON o.account_id = $1 AND o.thing = f.thing
     WHERE o.thing IS NULL OR (o.found_why, o.found_says, o.found_since) IS DISTINCT FROM (f.why, f.says, f.since)
     ON CONFLICT (account_id, thing) DO UPDATE SET found_why = excluded.found_why, found_says = excluded.found_says,
       found_since = excluded.found_since, done_at = CASE WHEN u.done_by = $2 THEN NULL ELSE u.done_at END,
       done_by = nullif(u.done_by, $2)`,
    [account, facts],
  )
  await tx.query(
    `INSERT INTO deployment_figures AS f (account_id, unupdatable, register_at)
     SELECT $1, count(*), $2::timestamptz FROM unupdatable_things WHERE account_id = $1 AND done_at IS NULL
     ON CONFLICT (account_id) DO UPDATE SET unupdatable = excluded.unupdatable, register_at = excluded.register_at`,
    [account, now],
  )
}
