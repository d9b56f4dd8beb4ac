import { iotArn } from '#server/history/arn.ts'
import type { Sql } from '#server/platform/db.ts'

/** How Device Defender names a resource; one field is set. */
export type ResourceIdentifier = { [field: string]: unknown }

type Place = { account: number; check: string; kind: string; subject: string }

/**
 * What Device Defender calls a resource: as it named it itself when it found it, else made of our name. Null where
 * neither is possible.
 */
export async function identifierOf(sql: Sql, place: Place): Promise<ResourceIdentifier | null> {
  const { account, check, kind, subject } = place
  const { rows } = await sql.query<{ identifier: ResourceIdentifier | null }>(
    `SELECT raw #> '{nonCompliantResource,resourceIdentifier}' AS identifier FROM audit_findings
     WHERE account_id = $1 AND check_name = $2 AND subject_kind = $3 AND subject = $4 ORDER BY last_at DESC LIMIT 1`,
    [account, check, kind, subject],
  )
  return rows[0]?.identifier ?? made(sql, place)
}

async function made(sql: Sql, { account, kind, subject }: Place): Promise<ResourceIdentifier | null> {
  switch (kind) {
    case 'certificate':
      return { deviceCertificateId: subject }
    case 'ca-certificate':
      return { caCertificateId: subject }
    case 'client':
      return { clientId: subject }
    case 'account':
      return { account: subject }
    case 'role-alias': {
      const { rows } = await sql.query<{ awsAccountId: string; region: string }>(
        'SELECT aws_account_id AS "awsAccountId", region FROM aws_accounts WHERE id = $1',
        [account],
      )
      return rows[0] ? { roleAliasArn: iotArn(rows[0], `rolealias/${subject}`) } : null
    }
    case 'policy': {
      // Device Defender suppresses a version: the one that is in force.
      const { rows } = await sql.query<{ version: string | null }>(
        'SELECT default_version_id AS version FROM policies WHERE account_id = $1 AND name = $2 AND gone_at IS NULL',
        [account, subject],
      )
      const version = rows[0]?.version
      return version ? { policyVersionIdentifier: { policyName: subject, policyVersionId: version } } : null
    }
    default:
      return null
  }
}
