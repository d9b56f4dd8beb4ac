import { z } from 'zod'
import {
  controlAnswer,
  type ReportScope,
  type ReportSummary,
  reportScope,
  type reportSummary,
} from '#contract/reports.ts'
import { sql } from '#server/platform/sql.ts'

export type SummaryRow = {
  id: string
  number: number
  title: string
  framework: string | null
  scope: unknown
  as_of: Date
  state: string
  error: string | null
  by_name: string
  schedule_id: string | null
  answers: unknown
  sha256: string | null
  bytes: number | string | null
  progress: number | null
}

/** What a list asks for of a report `r`: everything but its content. */
export const summaryColumns = sql`r.id, r.number, r.title, r.framework, r.scope, r.as_of, r.state, r.error, r.by_name,
  r.schedule_id::text, r.answers, r.sha256, r.bytes, r.progress`

const answers = z.array(z.object({ answer: controlAnswer, count: z.number() })).catch([])
const states: z.ZodType<z.infer<typeof reportSummary>['state']> = z.enum(['wanted', 'making', 'ready', 'failed'])

/** A scope as it is stored; one that cannot be read is of everything. */
export const readScope = (stored: unknown): ReportScope => reportScope.catch({ accounts: [], groups: [] }).parse(stored)

/** A report as the contract sums it up. */
export function toSummary(row: SummaryRow): ReportSummary {
  const { id, number, title, framework, error, sha256, progress } = row
  return {
    ...{ id, number, title, framework, error, sha256, progress },
    scope: readScope(row.scope),
    asOf: row.as_of.toISOString(),
    state: states.parse(row.state),
    by: row.by_name,
    schedule: row.schedule_id,
    answers: answers.parse(row.answers),
    bytes: row.bytes === null ? null : Number(row.bytes),
  }
}
