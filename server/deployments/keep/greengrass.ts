import type { Observation, RowId } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'

export type KnownDeployment = { id: RowId; name: string; carriedBy: string | null; gone: boolean }

/** What is known of Greengrass deployments, by AWS's id. */
export async function knownDeployments(
  sql: Sql,
  accountId: number,
  names: string[],
): Promise<Map<string, KnownDeployment>> {
  const { rows } = await sql.query<KnownDeployment>(
    `SELECT id, name, carried_by AS "carriedBy", gone_at IS NOT NULL AS gone FROM deployments
     WHERE account_id = $1 AND kind = 'greengrass' AND name = ANY($2::text[])`,
    [accountId, names],
  )
  return new Map(rows.map((row) => [row.name, row]))
}

/** Keeps what a list says of deployments whose contents are known. Returns how many differed. */
export async function noteListed(
  { tx }: Observation,
  items: { id: RowId; awsStatus: string; superseded: boolean }[],
): Promise<number> {
  if (items.length === 0) return 0
  const { rowCount } = await tx.query(
    `UPDATE deployments d SET aws_status = n.aws_status, superseded = n.superseded, judge_at = least(d.judge_at, now())
     FROM unnest($1::bigint[], $2::text[], $3::bool[]) AS n(id, aws_status, superseded)
     WHERE d.id = n.id AND (d.aws_status, d.superseded) IS DISTINCT FROM (n.aws_status, n.superseded)`,
    [items.map(({ id }) => id), items.map(({ awsStatus }) => awsStatus), items.map(({ superseded }) => superseded)],
  )
  return rowCount ?? 0
}
