import type { Sql } from '#server/platform/db.ts'

/** A role by its ARN, with the objects that name it. */
export type RoleInUse = { arn: string; usedBy: { kind: string; name: string }[] }

// Where the objects that are kept name roles; see the operations in objects.ts.
const places: readonly { kind: string; path: string }[] = [
  { kind: 'audit-configuration', path: '$.roleArn' },
  { kind: 'audit-configuration', path: '$.auditNotificationTargetConfigurations.*.roleArn' },
  { kind: 'mitigation-action', path: '$.roleArn' },
  { kind: 'mitigation-action', path: '$.actionParams.enableIoTLoggingParams.roleArnForLogging' },
  { kind: 'security-profile', path: '$.alertTargets.*.roleArn' },
  { kind: 'logging', path: '$.roleArn' },
  { kind: 'role-alias', path: '$.roleArn' },
  { kind: 'provisioning-template', path: '$.provisioningRoleArn' },
]

/** The kinds of objects that name roles: while one of them is not read, nobody knows of all roles. */
export const kindsThatNameRoles: readonly string[] = [...new Set(places.map(({ kind }) => kind))]

/** Every role that an account's small objects name, as last read. */
export async function rolesInUse(sql: Sql, account: number): Promise<RoleInUse[]> {
  const { rows } = await sql.query<{ arn: string; kind: string; name: string }>(
    `SELECT DISTINCT r.arn #>> '{}' AS arn, o.kind, o.name
     FROM aws_objects o JOIN unnest($2::text[], $3::text[]) p (kind, path) ON p.kind = o.kind
     CROSS JOIN LATERAL jsonb_path_query(o.facts, p.path::jsonpath) r (arn)
     WHERE o.account_id = $1 AND o.gone_at IS NULL ORDER BY 1, 2, 3`,
    [account, places.map(({ kind }) => kind), places.map(({ path }) => path)],
  )
  const roles = new Map<string, RoleInUse>()
  for (const { arn, kind, name } of rows) {
    if (!/^arn:[^:]*:iam::\d{12}:role\/./.test(arn)) continue
    const role = roles.get(arn) ?? { arn, usedBy: [] }
    role.usedBy.push({ kind, name })
    roles.set(arn, role)
  }
  return [...roles.values()]
}
