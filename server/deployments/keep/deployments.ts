import { contentHash, stableJson } from '#server/history/content-hash.ts'
import { lastOfEach, type Observation, type RowId } from '#server/history/observation.ts'
import type { DeploymentFacts } from './facts.ts'

type Prepared = DeploymentFacts & { hash: string }

/** Row ids by name, and how many are new or differ. */
export type RecordedDeployments = { ids: Map<string, RowId>; added: number; changed: number }

/** Keeps deployments of one kind: what is new or differs is written, the rest only compared. */
export async function recordDeployments(seen: Observation, facts: DeploymentFacts[]): Promise<RecordedDeployments> {
  const items = lastOfEach(facts, ({ kind, name }) => `${kind} ${name}`).map(prepare)
  if (items.length === 0) return { ids: new Map(), added: 0, changed: 0 }
  const { rows } = await seen.tx.query<{ name: string; id: RowId; added: boolean; written: boolean }>(
    `WITH n AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
         $9::jsonb[], $10::jsonb[], $11::jsonb[], $12::jsonb[], $13::text[], $14::bool[], $15::bool[], $16::bool[],
         $17::timestamptz[], $18::timestamptz[], $19::timestamptz[], $20::bigint[])
       AS n(kind, name, title, arn, aws_status, description, document, targets, packages, components, config,
         carried_by, continuous, superseded, security, created_at, aws_updated_at, completed_at, content_hash)
     ), known AS (
       SELECT o.id, n.name, n.kind, o.gone_at IS NULL AND o.content_hash = n.content_hash
           AND (n.document IS NULL OR o.document IS NOT DISTINCT FROM n.document) AS same
       FROM n JOIN deployments o ON o.account_id = $1 AND o.kind = n.kind AND o.name = n.name
     ), written AS (
       INSERT INTO deployments AS d (account_id, kind, name, title, arn, aws_status, description, document, targets,
         packages, components, config, carried_by, continuous, superseded, security, created_at, aws_updated_at,
         completed_at, content_hash)
       SELECT $1, kind, name, title, arn, aws_status, description, document,
         ARRAY(SELECT jsonb_array_elements_text(targets)), packages, components, config, carried_by, continuous,
         superseded, security, created_at, aws_updated_at, completed_at, content_hash
       FROM n WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.kind = n.kind AND k.name = n.name AND k.same)
       ON CONFLICT (account_id, kind, name) DO UPDATE SET title = excluded.title, arn = excluded.arn,
         aws_status = excluded.aws_status, description = excluded.description,
         document = coalesce(excluded.document, d.document), targets = excluded.targets, packages = excluded.packages,
         components = excluded.components, config = excluded.config, carried_by = excluded.carried_by,
         continuous = excluded.continuous, superseded = excluded.superseded,
         security = excluded.security OR (excluded.document IS NULL AND d.security),
         created_at = coalesce(excluded.created_at, d.created_at),
         aws_updated_at = coalesce(excluded.aws_updated_at, d.aws_updated_at),
         completed_at = CASE WHEN d.kind = 'job' THEN excluded.completed_at ELSE d.completed_at END,
         content_hash = excluded.content_hash, gone_at = NULL, judge_at = least(d.judge_at, now())
       RETURNING d.name, d.id
     )
     SELECT name, id, NOT EXISTS (SELECT 1 FROM known k WHERE k.id = w.id) AS added, TRUE AS written FROM written w
     UNION ALL SELECT name, id, FALSE, FALSE FROM known WHERE same`,
    [
      seen.account.id,
      items.map(({ kind }) => kind),
      items.map(({ name }) => name),
      items.map(({ title }) => title),
      items.map(({ arn }) => arn),
      items.map(({ awsStatus }) => awsStatus),
      items.map(({ description }) => description),
      items.map(({ document }) => document ?? null),
      items.map(({ targets }) => JSON.stringify(targets)),
      items.map(({ packages }) => JSON.stringify(packages)),
      items.map(({ components }) => JSON.stringify(components)),
      items.map(({ config }) => stableJson(config)),
      items.map(({ carriedBy }) => carriedBy),
      items.map(({ continuous }) => continuous),
      items.map(({ superseded }) => superseded),
      items.map(({ security }) => security),
      items.map(({ createdAt }) => createdAt),
      items.map(({ updatedAt }) => updatedAt),
      items.map(({ completedAt }) => completedAt),
      items.map(({ hash }) => hash),
    ],
  )
  const added = rows.filter((row) => row.added).length
  return {
    ids: new Map(rows.map(({ name, id }) => [name, id])),
    added,
    changed: rows.filter(({ written }) => written).length - added,
  }
}

/** Marks deployments as deleted at AWS. What is known of their devices stays. */
export async function recordDeploymentsGone({ tx }: Observation, ids: RowId[]): Promise<void> {
  await tx.query(
    'UPDATE deployments SET gone_at = now(), judge_at = least(judge_at, now()) WHERE id = ANY($1::bigint[]) AND gone_at IS NULL',
    [ids],
  )
}

// The document is read once, and most of the time not given; what it says of security, then, is not either.
function prepare(facts: DeploymentFacts): Prepared {
  const { document: _, security: __, ...rest } = facts
  return { ...facts, hash: contentHash(rest) }
}
