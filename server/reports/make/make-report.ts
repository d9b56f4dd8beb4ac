import type pg from 'pg'
import type { KeptFile, ReportContent, StoredReport } from '../content.ts'
import { toOscal } from '../documents/oscal.ts'
import { sealBundle } from '../files/bundle.ts'
import { keepFile, keepText, type Place, readFile } from '../files/pieces.ts'
import { pseudonymisedContent } from '../pseudonyms/content.ts'
import { loadNames } from '../pseudonyms/load-names.ts'
import type { Pseudonyms } from '../pseudonyms/pseudonyms.ts'
import { pseudonymisedRows } from '../pseudonyms/register-rows.ts'
import { registers } from '../registers/all.ts'
import type { FactScope } from '../scope.ts'
import type { SigningKey } from '../seal.ts'
import { gatherContent } from './gather.ts'
import { queryFiles } from './queries.ts'
import { keepRegisters, registerFile, shuffledRows } from './registers.ts'
import type { WantedReport } from './wanted.ts'

/** What a making needs: the pool it writes with, the keys, and whom it tells how far it is. */
export type Maker = {
  pool: pg.Pool
  key: SigningKey
  pseudonymKey: Buffer | null
  progress(done: number): Promise<void>
}

// How much of the time each part takes, about.
const parts = { facts: 0.05, registers: 0.5, documents: 0.6, pseudonyms: 0.95 }

/**
 * Makes a report out of one moment of the database: `client` is in a transaction that sees one snapshot, and only reads.
 * Files go into pieces through the pool as they are made. Nothing of it can be taken before the caller says it is ready.
 */
export async function makeReport(
  client: pg.PoolClient,
  maker: Maker,
  wanted: WantedReport,
  scope: FactScope,
): Promise<StoredReport> {
  const { pool, key, pseudonymKey, progress } = maker
  const place: Place = { report: wanted.id, folder: '' }
  const gathered = await gatherContent(client, wanted, scope)
  await progress(parts.facts)
  const kept = await keepRegisters({ client, pool }, place, scope, (done) =>
    progress(parts.facts + done * (parts.registers - parts.facts)),
  )
  const content: ReportContent = { ...gathered, registers: kept.map(({ register }) => register) }
  const queries = queryFiles(scope)
  const files = [
    ...(await keepDocuments(pool, place, content, key)),
    ...kept.map(({ file }) => file),
    ...(await keepQueries(pool, place, queries)),
  ]
  const bundle = await sealBundle(pool, place, { content, files, key })
  await progress(parts.documents)
  if (!pseudonymKey) return { content, files, bundles: { bundle, pseudonymised: null } }

  const pseudonyms = await loadNames(client, pseudonymKey)
  const whole = { content, files, queries, pseudonyms, report: wanted.id, scope }
  const pseudonymised = await keepPseudonymised(client, maker, whole)
  return { content, files, bundles: { bundle, pseudonymised } }
}

async function keepDocuments(
  pool: pg.Pool,
  place: Place,
  content: ReportContent,
  key: SigningKey,
): Promise<KeptFile[]> {
  // Here, as a worker that makes no report need not hold what draws them.
  const { reportDocument } = await import('../documents/document.ts')
  return [
    await keepText(pool, place, 'report.json', `${JSON.stringify(content, null, 2)}\n`),
    await keepText(pool, place, 'report.pdf', await reportDocument(content, key.keyId)),
    await keepText(pool, place, 'oscal.json', `${JSON.stringify(toOscal(content), null, 2)}\n`),
  ]
}

async function keepQueries(pool: pg.Pool, place: Place, queries: ReturnType<typeof queryFiles>): Promise<KeptFile[]> {
  const kept: KeptFile[] = []
  for (const { name, content } of queries) kept.push(await keepText(pool, place, name, content))
  return kept
}

type Whole = {
  content: ReportContent
  files: readonly KeptFile[]
  queries: ReturnType<typeof queryFiles>
  pseudonyms: Pseudonyms
  report: string
  scope: FactScope
}

/** The same once more with tokens in place of names, made from what is kept or the same snapshot, so that both are of one moment. */
async function keepPseudonymised(
  client: pg.PoolClient,
  { pool, key, progress }: Maker,
  { content, files, queries, pseudonyms, report, scope }: Whole,
) {
  const place: Place = { report, folder: 'pseudonymised/' }
  const kept: KeptFile[] = []
  for (const [index, register] of registers.entries()) {
    const name = registerFile(register.name)
    const original = files.find((file) => file.name === name)
    if (!original) throw new Error(`${name} was not kept`)
    const source = register.byName
      ? shuffledRows(client, register, scope)
      : readFile(pool, { report, folder: '' }, original)
    kept.push(await keepFile(pool, place, name, pseudonymisedRows(register, source, pseudonyms)))
    await progress(parts.documents + ((index + 1) / registers.length) * (parts.pseudonyms - parts.documents))
  }
  const told = content.registers.map((one, index) => ({ ...one, sha256: kept[index]?.sha256 ?? '' }))
  const without = pseudonymisedContent(content, pseudonyms, { registers: told })
  const said = queries.map((query) => ({ ...query, content: pseudonyms.words(query.content) }))
  const all = [...(await keepDocuments(pool, place, without, key)), ...kept, ...(await keepQueries(pool, place, said))]
  return sealBundle(pool, place, { content: without, files: all, key })
}
