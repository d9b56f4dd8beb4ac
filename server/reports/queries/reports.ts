import type { Report, ReportSummary } from '#contract/reports.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { integerIn } from '#server/platform/page-key.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { type StoredReport, storedReport } from '../content.ts'
import { type SummaryRow, summaryColumns, toSummary } from './row.ts'

/** One page of reports, newest first. Throws a Refusal for a cursor that is not of this list. */
export async function listReports(
  { database }: Context,
  { cursor, limit = 100 }: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: ReportSummary[]; nextCursor: string | null }> {
  const key = decodeCursor(cursor, 1)
  const before = key ? sql`r.number < ${integerIn(key[0])}` : sql`true`
  const { rows } = await database.pool.query<SummaryRow>(
    toQuery(sql`select ${summaryColumns} from reports r where ${before} order by r.number desc limit ${limit + 1}`),
  )
  return toPage(rows, limit, toSummary, ({ number }) => [number])
}

/** One report as it was frozen; while it is being made, without content. Throws a Refusal when it is not there. */
export async function getReport({ database }: Context, { id }: { id: string }): Promise<Report> {
  const { summary, stored, keyId } = await readReport(database.pool, id)
  if (!stored) {
    const nothing = { results: [], facts: [], registers: [], retention: [], files: [], notes: [] }
    return { ...summary, ...nothing, keyId: null }
  }
  const { content, files, bundles } = stored
  return {
    ...summary,
    ...{ results: content.controls, facts: content.facts, registers: content.registers, retention: content.retention },
    ...{ notes: content.notes, keyId, files: downloads(files, bundles) },
  }
}

/** A report with all that it says; `stored` is null until it is ready. Throws a Refusal when it is not there. */
async function readReport(
  connection: Sql,
  id: string,
): Promise<{ summary: ReportSummary; stored: StoredReport | null; keyId: string | null }> {
  const { rows } = await connection.query<SummaryRow & { content: unknown; key_id: string | null }>(
    toQuery(sql`select ${summaryColumns}, r.content, r.key_id from reports r where r.id = ${id}::uuid`),
  )
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such report.')
  const summary = toSummary(row)
  // Of a version that wrote otherwise nothing is shown; its files are as they were.
  const stored = summary.state === 'ready' ? (storedReport.safeParse(row.content).data ?? null) : null
  return { summary, stored, keyId: row.key_id }
}

/** The same of one that must be ready. Throws a Refusal while it is not. */
export async function readReady(connection: Sql, id: string) {
  const { summary, stored, keyId } = await readReport(connection, id)
  if (!stored)
    throw new Refusal(
      'conflict',
      summary.state === 'ready' ? 'This version cannot read this report.' : 'This report is not made yet.',
    )
  return { summary, stored, keyId }
}

const fileNames = { pdf: 'report.pdf', json: 'report.json', oscal: 'oscal.json' } as const

function downloads(files: StoredReport['files'], { bundle, pseudonymised }: StoredReport['bundles']): Report['files'] {
  const documents = Object.entries(fileNames).map(([file, name]) => {
    const kept = files.find((one) => one.name === name)
    return { file: file as keyof typeof fileNames, bytes: kept?.bytes ?? null, sha256: kept?.sha256 ?? null }
  })
  const bundles = [
    { file: 'bundle' as const, bytes: bundle.bytes, sha256: bundle.sha256 },
    ...(pseudonymised
      ? [{ file: 'pseudonymised' as const, bytes: pseudonymised.bytes, sha256: pseudonymised.sha256 }]
      : []),
  ]
  return [...documents, ...bundles]
}
