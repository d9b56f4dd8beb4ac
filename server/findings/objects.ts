import { contentHash } from '#server/history/content-hash.ts'
import { type Changes, lastOfEach, type Observation } from '#server/history/observation.ts'

/**
 * The kinds of small objects that are kept as AWS tells them: `facts` is the answer of the operation named here, dates
 * as ISO strings. What an account has one of is named 'account'.
 */
const objectKinds = {
  'audit-configuration': 'DescribeAccountAuditConfiguration',
  'scheduled-audit': 'DescribeScheduledAudit',
  'mitigation-action': 'DescribeMitigationAction',
  // Named by its check, and the kind and name of its resource.
  'audit-suppression': 'ListAuditSuppressions',
  // With `targets`: ARNs of ListTargetsForSecurityProfile.
  'security-profile': 'DescribeSecurityProfile',
  // With `configured` (false: never, or in the old way) and `levels`: logTargetConfigurations of ListV2LoggingLevels.
  logging: 'GetV2LoggingOptions',
  'index-configuration': 'GetIndexingConfiguration',
  'event-configurations': 'DescribeEventConfigurations',
  'domain-configuration': 'DescribeDomainConfiguration',
  // The inner roleAliasDescription.
  'role-alias': 'DescribeRoleAlias',
  // Named by its ARN. The inner Role, with `trust` (the parsed trust policy; null when it is no JSON), `inlinePolicies`
  // and `attachedPolicies` (names; null when they may not be read) and `usedBy` ({ kind, name }: the objects that name it).
  'iam-role': 'GetRole',
  'provisioning-template': 'DescribeProvisioningTemplate',
} as const

export type ObjectKind = keyof typeof objectKinds

/** One object by the name it is known by, with what AWS says of it: plain JSON, as server/aws hands it on. */
export type AwsObject = { name: string; facts: unknown }

/**
 * Keeps all objects of a kind that an account has: what differs is written, what is missing from the list is gone, and
 * what came again is back. Repeating it changes nothing; that they were seen is noted every ten minutes.
 */
export async function keepObjects(
  { tx, account }: Pick<Observation, 'tx' | 'account'>,
  kind: ObjectKind,
  objects: AwsObject[],
): Promise<Changes> {
  const items = lastOfEach(objects, ({ name }) => name)
  const { rows } = await tx.query<{ added: number; changed: number; gone: number }>(
    `WITH given AS (
       SELECT * FROM unnest($3::text[], $4::jsonb[], $5::bigint[]) g (name, facts, content_hash)
     ), before AS (
       SELECT name, content_hash, gone_at FROM aws_objects WHERE account_id = $1 AND kind = $2
     ), kept AS (
       INSERT INTO aws_objects AS o (account_id, kind, name, facts, content_hash, seen_at)
       SELECT $1, $2, name, facts, content_hash, now() FROM given
       ON CONFLICT (account_id, kind, name) DO UPDATE SET seen_at = now(), gone_at = NULL,
         facts = CASE WHEN o.content_hash = excluded.content_hash THEN o.facts ELSE excluded.facts END,
         changed_at = CASE WHEN o.content_hash = excluded.content_hash AND o.gone_at IS NULL THEN o.changed_at ELSE now() END,
         content_hash = excluded.content_hash
       WHERE o.content_hash <> excluded.content_hash OR o.gone_at IS NOT NULL OR o.seen_at < now() - interval '10 minutes'
     ), gone AS (
       UPDATE aws_objects SET gone_at = now(), changed_at = now()
       WHERE account_id = $1 AND kind = $2 AND gone_at IS NULL AND name <> ALL ($3::text[]) RETURNING 1
     )
     SELECT (SELECT count(*) FROM given g WHERE NOT EXISTS (SELECT 1 FROM before b WHERE b.name = g.name))::int AS added,
       (SELECT count(*) FROM given g JOIN before b USING (name)
        WHERE b.gone_at IS NOT NULL OR b.content_hash <> g.content_hash)::int AS changed,
       (SELECT count(*) FROM gone)::int AS gone`,
    [
      ...[account.id, kind, items.map(({ name }) => name)],
      ...[items.map(({ facts }) => JSON.stringify(facts)), items.map(({ facts }) => contentHash(facts))],
    ],
  )
  return rows[0] ?? {}
}
