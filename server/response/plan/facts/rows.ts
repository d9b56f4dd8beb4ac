import type { Sql } from '#server/platform/db.ts'

export type ThingRow = {
  id: number
  name: string
  thing_id: string | null
  arn: string | null
  type_name: string | null
  attributes: Record<string, string>
  other_principals: string[]
  gone: boolean
  checked_at: Date | null
  connected: boolean | null
  since: Date | null
  client_id: string | null
}

/** Things by name, gone ones too, with their presence and when their attachments were last read. */
export async function thingRows(sql: Sql, account: number, names: string[]): Promise<ThingRow[]> {
  const { rows } = await sql.query<ThingRow>(
    `SELECT t.id, t.name, t.thing_id, t.arn, t.type_name, t.attributes, t.other_principals, t.gone_at IS NOT NULL AS gone,
       k.checked_at, p.connected, p.since, p.client_id
     FROM things t LEFT JOIN thing_principal_checks k ON k.thing_row_id = t.id LEFT JOIN presence p ON p.thing_row_id = t.id
     WHERE t.account_id = $1 AND t.name = ANY($2::text[])`,
    [account, names],
  )
  return rows
}

export type CertificateRow = {
  id: number
  certificate_id: string
  arn: string | null
  status: string
  gone: boolean
  not_after: Date | null
  /** Null until its things were read. */
  thing_count: number | null
  checked_at: Date | null
}

const certificateColumns = `c.id, c.certificate_id, c.arn, c.status, c.gone_at IS NOT NULL AS gone, c.not_after, c.thing_count,
  k.things_checked_at AS checked_at`

/** Certificates by id, gone ones too. */
export async function certificateRows(sql: Sql, account: number, ids: string[]): Promise<CertificateRow[]> {
  const { rows } = await sql.query<CertificateRow>(
    `SELECT ${certificateColumns} FROM certificates c LEFT JOIN certificate_checks k ON k.certificate_row_id = c.id
     WHERE c.account_id = $1 AND c.certificate_id = ANY($2::text[])`,
    [account, ids],
  )
  return rows
}

/** Certificates attached to things, by the things' row ids. */
export async function certificatesOfThings(
  sql: Sql,
  things: number[],
): Promise<(CertificateRow & { thing: number })[]> {
  const { rows } = await sql.query<CertificateRow & { thing: number }>(
    `SELECT l.thing_row_id AS thing, ${certificateColumns} FROM thing_certificates l
     JOIN certificates c ON c.id = l.certificate_row_id LEFT JOIN certificate_checks k ON k.certificate_row_id = c.id
     WHERE l.thing_row_id = ANY($1::bigint[]) AND c.gone_at IS NULL ORDER BY c.certificate_id`,
    [things],
  )
  return rows
}

export type UserRow = {
  certificate: number
  name: string
  client_id: string | null
  connected: boolean | null
  since: Date | null
  /** Whether it has another active certificate. */
  replaced: boolean
}

/**
 * Things that use certificates, by the certificates' row ids. A certificate that the run is aimed at, too, is nothing
 * to go on with.
 */
export async function thingsOfCertificates(sql: Sql, run: string, certificates: number[]): Promise<UserRow[]> {
  const { rows } = await sql.query<UserRow>(
    `SELECT l.certificate_row_id AS certificate, t.name, p.client_id, p.connected, p.since,
       EXISTS (SELECT 1 FROM thing_certificates o JOIN certificates c ON c.id = o.certificate_row_id
         WHERE o.thing_row_id = t.id AND o.certificate_row_id <> l.certificate_row_id AND c.status = 'ACTIVE'
           AND c.gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM response_targets r WHERE r.account_id = c.account_id
             AND r.kind = 'certificate' AND r.name = c.certificate_id AND r.run_id = $2)) AS replaced
     FROM thing_certificates l JOIN things t ON t.id = l.thing_row_id LEFT JOIN presence p ON p.thing_row_id = t.id
     WHERE l.certificate_row_id = ANY($1::bigint[]) AND t.gone_at IS NULL ORDER BY t.name`,
    [certificates, run],
  )
  return rows
}

/** When each collector of an account last got through. */
export async function feedTimes(sql: Sql, account: number): Promise<Map<string, Date | null>> {
  const { rows } = await sql.query<{ collector: string; at: Date | null }>(
    'SELECT collector, last_success_at AS at FROM collections WHERE account_id = $1',
    [account],
  )
  return new Map(rows.map(({ collector, at }) => [collector, at]))
}
