import type { Attestation } from '#contract/reports.ts'
import type { Sql } from '#server/platform/db.ts'

export type AttestationRow = {
  id: string
  control_id: string
  account_id: number | null
  answer: Attestation['answer']
  statement: string
  link: string | null
  owner_id: string
  owner_name: string
  reviewed_at: Date
  expires_at: Date
  file_id: string | null
  file_name: string | null
  file_bytes: number | null
  file_sha256: string | null
}

/** What `select` asks for, of an attestation `a` and its file `f`, without the file's bytes. */
export const attestationColumns = `a.id::text, a.control_id, a.account_id, a.answer, a.statement, a.link, a.owner_id, a.owner_name,
  a.reviewed_at, a.expires_at, f.id::text as file_id, f.name as file_name, octet_length(f.bytes) as file_bytes, f.sha256 as file_sha256`

/** An attestation as the contract says it. */
export function toAttestation(row: AttestationRow, now: Date): Attestation {
  const { file_id: id, file_name: name, file_bytes: bytes, file_sha256: sha256 } = row
  return {
    id: row.id,
    control: row.control_id,
    account: row.account_id,
    owner: { id: row.owner_id, name: row.owner_name },
    answer: row.answer,
    statement: row.statement,
    link: row.link,
    file: id === null || name === null || bytes === null || sha256 === null ? null : { id, name, bytes, sha256 },
    reviewedAt: row.reviewed_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lapsed: row.expires_at <= now,
  }
}

/** The latest attestation of each control and account, those for all accounts among them. */
export async function loadAttestations(connection: Sql, accounts: readonly number[], now: Date) {
  const { rows } = await connection.query<AttestationRow>(
    `select distinct on (a.control_id, a.account_id) ${attestationColumns}
     from attestations a left join attestation_files f on f.id = a.file_id
     where a.account_id is null or a.account_id = any($1::int[]) order by a.control_id, a.account_id, a.id desc`,
    [accounts],
  )
  const byControl = new Map<string, AttestationRow[]>()
  for (const row of rows) byControl.set(row.control_id, [...(byControl.get(row.control_id) ?? []), row])
  return (control: string) => speaking(byControl.get(control) ?? [], accounts, now)
}

/**
 * Of several accounts' attestations the one that counts: that of the account for which least is vouched. An account's own
 * and that for all accounts: the later one. null when one account has nobody who vouches.
 */
export function speaking(rows: readonly AttestationRow[], accounts: readonly number[], now: Date): Attestation | null {
  const latest = accounts.map((account) =>
    rows
      .filter((row) => row.account_id === null || row.account_id === account)
      .reduce<AttestationRow | null>((last, row) => (last && BigInt(last.id) > BigInt(row.id) ? last : row), null),
  )
  const told = latest.flatMap((row) => (row ? [toAttestation(row, now)] : []))
  if (told.length === 0 || told.length < accounts.length) return null
  return told.reduce((least, one) => (weight(one) < weight(least) ? one : least))
}

const weights: readonly Attestation['answer'][] = ['fail', 'attention', 'pass', 'not-applicable']
const weight = ({ lapsed, answer }: Attestation) => (lapsed ? -1 : weights.indexOf(answer))
