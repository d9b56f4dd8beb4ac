import type { Attestation } from '#contract/reports.ts'
import type { Sql } from '#server/platform/db.ts'

export type AttestationRow = {
  id: string
  control_id: string
  account_id: number | null
  account_name: string | null
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
  withdrawn_at: Date | null
  withdrawn_by: string | null
  withdrawn_why: string | null
}

/** Attestations `a` with what their columns need. */
export const attestationTables =
  'attestations a left join attestation_files f on f.id = a.file_id left join aws_accounts w on w.id = a.account_id'

/** What `select` asks for of them, without the file's bytes. */
export const attestationColumns = `a.id::text, a.control_id, a.account_id, a.answer, a.statement, a.link, a.owner_id, a.owner_name,
  a.reviewed_at, a.expires_at, f.id::text as file_id, f.name as file_name, octet_length(f.bytes) as file_bytes, f.sha256 as file_sha256,
  w.name as account_name, a.withdrawn_at, a.withdrawn_by, a.withdrawn_why`

/** An attestation as the contract says it. */
export function toAttestation(row: AttestationRow, now: Date): Attestation {
  const { withdrawn_at: at, withdrawn_by: by, withdrawn_why: why } = row
  const { file_id: id, file_name: name, file_bytes: bytes, file_sha256: sha256 } = row
  return {
    id: row.id,
    control: row.control_id,
    account: row.account_id,
    accountName: row.account_name,
    owner: { id: row.owner_id, name: row.owner_name },
    answer: row.answer,
    statement: row.statement,
    link: row.link,
    file: id === null || name === null || bytes === null || sha256 === null ? null : { id, name, bytes, sha256 },
    reviewedAt: row.reviewed_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lapsed: row.expires_at <= now,
    withdrawn: at === null ? null : { at: at.toISOString(), by: by ?? '', why: why ?? '' },
  }
}

/** The latest attestation of each control and account that nobody took back, those for all accounts among them. */
export async function loadAttestations(connection: Sql, accounts: readonly number[], now: Date) {
  const { rows } = await connection.query<AttestationRow>(
    `select distinct on (a.control_id, a.account_id) ${attestationColumns}
     from ${attestationTables}
     where a.withdrawn_at is null and (a.account_id is null or a.account_id = any($1::int[])) order by a.control_id, a.account_id, a.id desc`,
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
