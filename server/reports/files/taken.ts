import { Readable } from 'node:stream'
import type { ActivityObject } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { plainName } from '../commands/attest.ts'
import { reportObject } from '../commands/request-report.ts'
import { registerFile } from '../make/registers.ts'
import { readReady } from '../queries/reports.ts'
import { bundleBytes } from './bundle.ts'
import { readFile } from './pieces.ts'

type OfReport = { id: string }

/** What a file of a report and its entry in the trail say it is of. Throws a Refusal when there is none, or it is not ready. */
export async function aboutReport(
  { database }: Context,
  { id }: OfReport,
): Promise<{ file: string; object: ActivityObject }> {
  const { summary } = await readReady(database.pool, id)
  return { file: `report-${summary.number}`, object: reportObject(id, summary.number) }
}

/** One of the documents, as it was frozen. Throws a Refusal when the report is not ready. */
export const takeDocument =
  (name: 'report.pdf' | 'report.json' | 'oscal.json') =>
  async ({ database }: Context, { id }: OfReport): Promise<Readable> =>
    takeFile({ database }, id, name)

/** One register as CSV, as it was frozen. Throws a Refusal when there is none of that name. */
export async function takeRegister(
  context: Context,
  { id, register }: OfReport & { register: string },
): Promise<Readable> {
  return takeFile(context, id, registerFile(register))
}

/** A sealed bundle: the archive whose hash the report names, to the last byte. */
export const takeBundle =
  (which: 'bundle' | 'pseudonymised') =>
  async ({ database }: Context, { id }: OfReport): Promise<Readable> => {
    const { stored } = await readReady(database.pool, id)
    const bundle = stored.bundles[which]
    if (!bundle) throw new Refusal('not-found', 'This report has no pseudonymised variant.')
    const folder = which === 'bundle' ? ('' as const) : ('pseudonymised/' as const)
    const bytes = bundleBytes(database.pool, { report: id, folder }, bundle.files, new Date(stored.content.asOf))
    return Readable.from(bytes, { objectMode: false })
  }

async function takeFile({ database }: Pick<Context, 'database'>, id: string, name: string): Promise<Readable> {
  const { stored } = await readReady(database.pool, id)
  const file = stored.files.find((one) => one.name === name)
  if (!file) throw new Refusal('not-found', 'This report has no such file.')
  return readFile(database.pool, { report: id, folder: '' }, file)
}

type OfAttestation = { file: string }

/** What a file that goes with an attestation is called. Throws a Refusal when there is none. */
export async function aboutEvidence(
  { database }: Context,
  { file }: OfAttestation,
): Promise<{ file: string; object: ActivityObject; as: string }> {
  const { rows } = await database.pool.query<{ name: string }>(
    'select name from attestation_files where id = $1::bigint',
    [file],
  )
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such file.')
  const name = plainName(row.name)
  return { file: 'evidence', object: { kind: 'attestation-file', id: file, name }, as: name }
}

/** The file as it was given. It is never shown in a page: whoever gave it may have put anything into it. */
export async function takeEvidence({ database }: Context, { file }: OfAttestation): Promise<Readable> {
  const { rows } = await database.pool.query<{ bytes: Buffer }>(
    'select bytes from attestation_files where id = $1::bigint',
    [file],
  )
  return Readable.from([rows[0]?.bytes ?? Buffer.alloc(0)])
}
