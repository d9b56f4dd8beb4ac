import type { Observation, RowId } from '#server/history/observation.ts'
import { type HistoryEntry, recordHistory } from '#server/history/record-history.ts'

/** What a policy may be attached to. `name` is a certificate id, a group's name, or the target as AWS gives it. */
export type Target = { kind: 'certificate' | 'thing-group' | 'cognito' | 'other'; name: string }

/** A policy whose targets are listed. */
export type TargetedPolicy = { id: RowId; name: string }

/** What changed: the certificates and groups that gained or lost a policy. */
export type TargetChanges = { certificates: RowId[]; groups: RowId[]; changed: number }

type Row = {
  policy: RowId
  kind: Target['kind']
  name: string
  certificate: RowId | null
  group: RowId | null
  known: boolean
}

/** Adds attachments that are new, for any policies. An object seen before and attached now is history. */
export async function recordTargets(
  seen: Observation,
  links: { policy: RowId; target: Target }[],
): Promise<TargetChanges> {
  const { tx, account, knownSince } = seen
  const { rows } = await tx.query<Row>({
    name: 'policy-targets-insert',
    text: `INSERT INTO policy_targets (account_id, policy_row_id, kind, target, certificate_row_id, group_row_id)
       SELECT DISTINCT $1::int, n.policy, n.kind, n.name, c.id, g.id
       FROM unnest($2::bigint[], $3::text[], $4::text[]) AS n(policy, kind, name)
       LEFT JOIN LATERAL (
         SELECT id FROM certificates WHERE n.kind = 'certificate' AND account_id = $1 AND certificate_id = n.name LIMIT 1
       ) c ON TRUE
       LEFT JOIN thing_groups g ON n.kind = 'thing-group' AND g.account_id = $1 AND NOT g.billing AND g.name = n.name
       WHERE NOT EXISTS (SELECT 1 FROM policy_targets t
         WHERE t.policy_row_id = n.policy AND t.kind = n.kind AND t.target = n.name
           AND t.certificate_row_id IS NOT DISTINCT FROM c.id AND t.group_row_id IS NOT DISTINCT FROM g.id)
       ON CONFLICT (policy_row_id, kind, target) DO UPDATE
         SET certificate_row_id = excluded.certificate_row_id, group_row_id = excluded.group_row_id
       RETURNING policy_row_id AS policy, kind, target AS name, certificate_row_id AS certificate, group_row_id AS group,
         coalesce((SELECT first_seen_at < $5 FROM certificates WHERE id = certificate_row_id),
           (SELECT first_seen_at < $5 FROM thing_groups WHERE id = group_row_id), FALSE) AS known`,
    values: [
      account.id,
      links.map(({ policy }) => policy),
      links.map(({ target }) => target.kind),
      links.map(({ target }) => target.name),
      knownSince ?? new Date(0),
    ],
  })
  await tellHistory(
    seen,
    rows.filter(({ known }) => known),
    'attached',
  )
  return changesOf(rows)
}

/** Takes away the attachments of a policy that its complete list did not hold. */
export async function sweepTargets(
  seen: Observation,
  policy: TargetedPolicy,
  unseen: (key: string) => string,
): Promise<TargetChanges> {
  const { rows } = await seen.tx.query<Row>(
    `DELETE FROM policy_targets t WHERE t.policy_row_id = $1 AND ${unseen(targetKey('t.policy_row_id', 't.kind', 't.target'))}
     RETURNING policy_row_id AS policy, kind, target AS name, certificate_row_id AS certificate, group_row_id AS group`,
    [policy.id],
  )
  await tellHistory(seen, rows, 'detached')
  return changesOf(rows)
}

/** Makes the policies of these certificates exactly these; names of policies that are not known are left out. */
export async function recordPoliciesOf(
  seen: Observation,
  read: { certificate: RowId; name: string; policies: string[] }[],
): Promise<TargetChanges> {
  const { tx, account } = seen
  const { rows: policies } = await tx.query<{ id: RowId; name: string }>(
    'SELECT id, name FROM policies WHERE account_id = $1 AND gone_at IS NULL AND name = ANY($2::text[])',
    [account.id, [...new Set(read.flatMap((one) => one.policies))]],
  )
  const idOf = new Map(policies.map(({ id, name }) => [name, id]))
  const links = read.flatMap(({ name, policies: names }) =>
    names.flatMap((policy) => {
      const id = idOf.get(policy)
      return id === undefined ? [] : [{ policy: id, target: { kind: 'certificate' as const, name } }]
    }),
  )
  const gained = await recordTargets(seen, links)
  const { rows } = await tx.query<Row>(
    `DELETE FROM policy_targets t
     WHERE t.certificate_row_id = ANY($1::bigint[]) AND NOT EXISTS (
       SELECT 1 FROM unnest($2::bigint[], $3::text[]) AS w(policy, name)
       WHERE w.policy = t.policy_row_id AND w.name = t.target)
     RETURNING policy_row_id AS policy, kind, target AS name, certificate_row_id AS certificate, group_row_id AS group`,
    [
      read.map(({ certificate }) => certificate),
      links.map(({ policy }) => policy),
      links.map(({ target }) => target.name),
    ],
  )
  await tellHistory(seen, rows, 'detached')
  const lost = changesOf(rows)
  return {
    certificates: [...gained.certificates, ...lost.certificates],
    groups: [...gained.groups, ...lost.groups],
    changed: gained.changed + lost.changed,
  }
}

/** SQL for a key unique over all attachments, but for collisions of 64-bit hashes. */
const targetKey = (policy: string, kind: string, target: string) =>
  `hashtextextended(${kind} || ' ' || ${target}, ${policy})`

/** The keys of these targets of a policy. */
export async function targetKeys({ tx }: Observation, policy: TargetedPolicy, targets: Target[]): Promise<string[]> {
  const { rows } = await tx.query<{ key: string }>(
    `SELECT ${targetKey('$1::bigint', 'n.kind', 'n.name')}::text AS key FROM unnest($2::text[], $3::text[]) AS n(kind, name)`,
    [policy.id, targets.map(({ kind }) => kind), targets.map(({ name }) => name)],
  )
  return rows.map(({ key }) => key)
}

async function tellHistory(seen: Observation, rows: Row[], change: 'attached' | 'detached') {
  if (rows.length === 0) return
  const { rows: policies } = await seen.tx.query<{ id: RowId; name: string }>(
    'SELECT id, name FROM policies WHERE id = ANY($1::bigint[])',
    [[...new Set(rows.map(({ policy }) => policy))]],
  )
  const names = new Map(policies.map(({ id, name }) => [id, name]))
  await recordHistory(
    seen,
    rows.flatMap(({ policy, certificate, group, name }): HistoryEntry[] => {
      const related = { kind: 'policy' as const, id: policy, name: names.get(policy) ?? '' }
      if (certificate !== null) return [{ kind: 'certificate', id: certificate, subject: name, change, related }]
      return group === null ? [] : [{ kind: 'thing-group', id: group, subject: name, change, related }]
    }),
  )
}

function changesOf(rows: Row[]): TargetChanges {
  return {
    certificates: rows.flatMap(({ certificate }) => (certificate === null ? [] : [certificate])),
    groups: rows.flatMap(({ group }) => (group === null ? [] : [group])),
    changed: rows.length,
  }
}
