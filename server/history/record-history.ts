import type { Observation, RowId } from './observation.ts'

export type SubjectKind = 'thing' | 'thing-group' | 'thing-type' | 'certificate' | 'ca-certificate' | 'policy'

/** One observed change, of a field (`before`, `after`) or of a relation (`related`). */
export type HistoryEntry = {
  kind: SubjectKind
  id: RowId
  subject: string
  change: string
  related?: { kind: SubjectKind; id: RowId; name: string }
  before?: unknown
  after?: unknown
}

/** Appends changes in the transaction that makes them. */
export async function recordHistory({ tx, account }: Observation, entries: HistoryEntry[]): Promise<void> {
  if (entries.length === 0) return
  const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))
  await tx.query(
    `INSERT INTO fact_history (account_id, subject_kind, subject_row_id, subject, change,
       related_kind, related_row_id, related, before, after)
     SELECT $1, h.* FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[],
       $9::jsonb[], $10::jsonb[]) h`,
    [
      account.id,
      entries.map(({ kind }) => kind),
      entries.map(({ id }) => id),
      entries.map(({ subject }) => subject),
      entries.map(({ change }) => change),
      entries.map(({ related }) => related?.kind ?? null),
      entries.map(({ related }) => related?.id ?? null),
      entries.map(({ related }) => related?.name ?? null),
      entries.map(({ before }) => json(before)),
      entries.map(({ after }) => json(after)),
    ],
  )
}
