import type { HistoryEntry } from '#contract/history.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { SubjectKind } from './record-history.ts'

type Row = {
  id: string
  observed_at: Date
  subject_kind: string
  subject: string
  change: string
  related_kind: string | null
  related: string | null
  before: unknown
  after: unknown
}

/** Observed changes of one object, and of others that name it, newest first. */
export async function factHistory(
  { database }: Context,
  { kind, rowId }: { kind: SubjectKind; rowId: string },
  { cursor, limit = 100 }: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: HistoryEntry[]; nextCursor: string | null }> {
  const { rows } = await database.pool.query<Row>(
    `select id::text, observed_at, subject_kind, subject, change, related_kind, related, before, after from (
       (select * from fact_history where subject_kind = $1 and subject_row_id = $2 and id < $3 order by id desc limit $4)
       union all
       (select * from fact_history where related_kind = $1 and related_row_id = $2 and id < $3
        and (subject_kind, subject_row_id) is distinct from ($1, $2) order by id desc limit $4)
     ) entry order by entry.id desc limit $4`,
    [kind, rowId, entryBefore(cursor), limit + 1],
  )
  return toPage(rows, limit, toEntry, ({ id }) => [id])
}

const largestId = '9223372036854775807'

function entryBefore(cursor: string | undefined): string {
  const key = decodeCursor(cursor, 1)
  if (!key) return largestId
  if (typeof key[0] === 'string' && /^\d{1,18}$/.test(key[0])) return key[0]
  throw new Refusal('invalid', 'That page does not exist. Start again from the first page.')
}

function toEntry(row: Row): HistoryEntry {
  return {
    id: row.id,
    observedAt: row.observed_at.toISOString(),
    subjectKind: row.subject_kind,
    subject: row.subject,
    change: row.change,
    relatedKind: row.related_kind,
    related: row.related,
    before: row.before,
    after: row.after,
  }
}
