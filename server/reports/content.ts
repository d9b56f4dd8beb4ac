import { z } from 'zod'
import { controlResult, report as reportShape } from '#contract/reports.ts'

const text = z.string()

/** A file of a report as it is kept: its size and hash are those of what is read, not of the compressed pieces. */
export const keptFile = z.object({
  name: text,
  bytes: z.number(),
  packed: z.number(),
  crc32: z.number(),
  sha256: text,
})
export type KeptFile = z.infer<typeof keptFile>

/** Something that fails a control, named. */
export const failingItem = z.object({
  check: text,
  account: z.number(),
  kind: text,
  name: text,
  severity: text,
  detail: text,
  since: text,
})
export type FailingItem = z.infer<typeof failingItem>

/** Everything that a report says, as report.json holds it. It never changes once it is written. */
export const reportContent = z.object({
  format: z.literal('fleetwarden-report/1'),
  id: text,
  number: z.number(),
  title: text,
  framework: z.object({ id: text, title: text, edition: text }).nullable(),
  scope: z.object({
    accounts: z.array(z.object({ id: z.number(), name: text, awsAccountId: text, region: text })),
    groups: z.array(text),
  }),
  asOf: text,
  requestedBy: text,
  answers: reportShape.shape.answers,
  controls: z.array(controlResult.extend({ about: text, items: z.array(failingItem) })),
  figures: z.array(
    z.object({
      id: text,
      title: text,
      value: z.number().nullable(),
      of: z.number().nullable(),
      at: text.nullable(),
      whyNot: text.nullable(),
    }),
  ),
  facts: reportShape.shape.facts,
  /** The first rows of what is short enough to be read as a document; all rows are in the registers. */
  records: z.record(text, z.array(z.record(text, z.unknown()))),
  registers: reportShape.shape.registers,
  retention: reportShape.shape.retention,
  notes: reportShape.shape.notes,
})
export type ReportContent = z.infer<typeof reportContent>

/** What the row of a report keeps: what it says, and the files that it can be taken as. */
export const storedReport = z.object({
  content: reportContent,
  files: z.array(keptFile),
  bundles: z.object({ bundle: bundled(), pseudonymised: bundled().nullable() }),
})
export type StoredReport = z.infer<typeof storedReport>

function bundled() {
  return z.object({ bytes: z.number(), sha256: text, files: z.array(keptFile) })
}
