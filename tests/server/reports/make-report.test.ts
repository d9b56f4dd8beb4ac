import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import yauzl from 'yauzl'
import yazl from 'yazl'
import type { ReportScope } from '#contract/reports.ts'
import { verifyBundle } from '#scripts/verify-report/verify-bundle.ts'
import { inTransaction } from '#server/platform/db.ts'
import { insertReport } from '#server/reports/commands/request-report.ts'
import { reportDocument } from '#server/reports/documents/document.ts'
import { bundleBytes } from '#server/reports/files/bundle.ts'
import { makeReports } from '#server/reports/make/make-reports.ts'
import { readReady } from '#server/reports/queries/reports.ts'
import { insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'
import { readPdf, textsOf } from '../../support/pdf.ts'
import { fillRegisters, secretNames, useSigningKey } from './reports-world.ts'

const base = useTestDatabase()
const key = useSigningKey()
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-reports-'))
const paths = { bundle: path.join(folder, 'bundle.zip'), pseudonymised: path.join(folder, 'pseudonymised.zip') }
let id = ''
let files: Map<string, Buffer>

beforeAll(async () => {
  await insertAccount(base.db.pool)
  await fillRegisters(base.db.pool)
  id = await ask({ accounts: [], groups: [], pseudonymised: true }, null)
  await makeReports(base.db.pool)
  delete process.env.FLEETWARDEN_SECRET
  const { stored } = await readReady(base.db.pool, id)
  const { bundles, content } = stored
  for (const [name, folderName] of [
    ['bundle', ''],
    ['pseudonymised', 'pseudonymised/'],
  ] as const) {
    const bundle = bundles[name]
    if (!bundle) throw new Error(`No ${name}`)
    const bytes = bundleBytes(base.db.pool, { report: id, folder: folderName }, bundle.files, new Date(content.asOf))
    await fs.promises.writeFile(paths[name], Readable.from(bytes))
  }
  files = await unpacked(paths.bundle)
}, 60_000)
afterAll(() => fs.rmSync(folder, { recursive: true }))

// The first report is of everything; the others are of one framework and without tokens, as drawing takes time.
const ask = (scope: ReportScope, framework: string | null = 'iot-core') =>
  inTransaction(base.db.pool, async (tx) => {
    const by = { id: null, name: 'Ada' }
    const wanted = { title: 'Of pump-berlin-1', framework, scope, by, schedule: null, now: new Date() }
    return (await insertReport(tx, wanted)).id
  })

async function unpacked(file: string): Promise<Map<string, Buffer>> {
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(file, { lazyEntries: true })
  const found = new Map<string, Buffer>()
  zip.readEntry()
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error)
        found.set(entry.fileName, Buffer.concat(await stream.toArray()))
        zip.readEntry()
      })
    })
    zip.once('end', () => resolve(found))
    zip.once('error', reject)
  })
}

const text = (name: string, from = files) => String(from.get(name) ?? '')

test('holds every register, the document in three forms, and the queries', () => {
  const names = [...files.keys()]
  expect(names.slice(0, 5)).toEqual(['manifest.json', 'manifest.sig', 'report.json', 'report.pdf', 'oscal.json'])
  expect(names).toEqual(expect.arrayContaining(['queries/checks.sql', 'public-key.pem', 'README.txt']))
  const content = JSON.parse(text('report.json'))
  const counts = Object.fromEntries(
    content.registers.map(({ name, rows }: { name: string; rows: number }) => [name, rows]),
  )
  expect(counts).toMatchObject({
    ...{ things: 3, certificates: 2, policies: 1, findings: 1, suppressions: 1, incidents: 1 },
    ...{
      'response-runs': 1,
      'response-targets': 1,
      deployments: 1,
      attestations: 0,
      software: 1,
      'software-changes': 1,
      'cannot-be-updated': 1,
      feeds: 2,
    },
  })
  expect(content.records.incidents[0]).toMatchObject({ client_id: 'odd client, "quoted"', contained_in_s: 600 })
  expect(content.controls.find((one: { control: string }) => one.control === 'unique-credential').items).toHaveLength(1)
  expect(text('registers/things.csv')).toContain("'-dash-first")
  expect(text('registers/suppressions.csv')).toContain(`"'=HYPERLINK(""x"")`)
  expect(text('registers/software.csv')).toMatch(/pump-berlin-1,shadow,fw,1.0,[^,]+,2.0,behind/)
  // No row has JSON where people read it.
  expect(text('registers/things.csv')).toContain('serial=SN-0001; site=Berlin')
  expect(text('registers/deployments.csv')).toContain(',fw 2.0; boot 1.1,')
  expect(text('registers/trail.csv')).toContain('of: pump-berlin-2')
})

test('the document is tagged, with a chapter to each rule, and says what the report does', async () => {
  const { tree, pages, outline, info } = readPdf(files.get('report.pdf') ?? Buffer.alloc(0))
  const content = JSON.parse(text('report.json'))
  expect(pages.flatMap(({ strays }) => strays)).toEqual([])
  expect(textsOf(tree, 'H1')).toEqual([`Report 1: ${content.title}`])
  expect(info).toMatchObject({ Title: `Report 1: ${content.title}` })
  const groups = new Set(content.controls.map(({ group }: { group: string }) => group))
  const chapters = ['Summary', ...groups, 'Decisions, incidents and what was done', 'What this report rests on']
  expect(textsOf(tree, 'H2')).toEqual(chapters)
  expect(outline.filter((title) => !title.startsWith(' '))).toEqual(['Cover', ...chapters])
  const headings = textsOf(tree, 'H3').join('\n')
  for (const { title } of content.controls) expect(headings).toContain(`: ${title}`)
  for (const { sha256 } of content.registers) expect(tree.text).toContain(`SHA-256 ${sha256}`)
  expect(tree.text).toContain('odd client, "quoted"')
  const again = await reportDocument(content, JSON.parse(text('manifest.json')).signature.keyId)
  expect(again.equals(files.get('report.pdf') ?? Buffer.alloc(0))).toBe(true)
})

// What NIST's JSON schema of assessment results (1.0.6) requires and what its patterns allow; the whole document was held
// against the schema itself when this was written.
test('as OSCAL it has what the model requires, and every id leads somewhere', () => {
  const {
    uuid,
    metadata,
    results,
    'import-ap': plan,
    'back-matter': back,
  } = JSON.parse(text('oscal.json'))['assessment-results']
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  expect(uuid).toMatch(form)
  expect(metadata).toMatchObject({ 'oscal-version': '1.0.6', version: '1', title: expect.stringMatching(/^\S.*\S$/) })
  expect(plan.href).toBe(`#${back.resources[0].uuid}`)
  const [result] = results
  expect(result).toMatchObject({ uuid: expect.stringMatching(form), start: metadata['last-modified'] })
  const controls = result['reviewed-controls']['control-selections'][0]['include-controls']
  const seen = new Set(result.observations.map((one: { uuid: string }) => one.uuid))
  expect(seen.size).toBe(result.observations.length)
  expect(result.findings).toHaveLength(controls.length)
  for (const { target, description, uuid: id, 'related-observations': related = [] } of result.findings) {
    expect(id).toMatch(form)
    expect(description).not.toBe('')
    expect(target['target-id']).toMatch(/^[\p{L}_][\p{L}\p{N}.\-_]*$/u)
    expect(['satisfied', 'not-satisfied']).toContain(target.status.state)
    for (const one of related) expect(seen).toContain(one['observation-uuid'])
  }
  for (const { description, methods, collected } of result.observations) {
    expect([description !== '', methods.length, Number.isNaN(Date.parse(collected))]).toEqual([true, 1, false])
  }
})

test('is frozen: neither it nor its pieces can be changed, only taken away whole', async () => {
  const { pool } = base.db
  for (const statement of [
    `update reports set title = 'Another'`,
    `update reports set schedule_id = null, title = 'Another'`,
    `update report_pieces set bytes = ''`,
    'delete from report_pieces',
  ])
    await expect(pool.query(statement), statement).rejects.toThrow(/frozen/)
  const { rows } = await pool.query(`select detail from activity where action = 'report.made'`)
  const { summary } = await readReady(pool, id)
  expect(rows[0].detail.sha256).toBe(summary.sha256)
  expect(fs.statSync(paths.bundle).size).toBe(summary.bytes)
})

describe('verification offline', () => {
  test.each(['bundle', 'pseudonymised'] as const)('the %s is as it was sealed', async (which) => {
    const outcome = await verifyBundle(paths[which], key.publicKey)
    expect(outcome).toMatchObject({ problems: [], trusted: true, pseudonymised: which === 'pseudonymised' })
  })

  test('the command says so and exits with 0, or with 2 when there is nothing to check', async () => {
    const run = promisify(execFile)
    const command = ['--import', 'tsx', 'scripts/verify-report.ts']
    const { stdout } = await run(process.execPath, [...command, paths.bundle, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ intact: true, trusted: false })
    await expect(run(process.execPath, [...command, path.join(folder, 'none.zip')])).rejects.toMatchObject({ code: 2 })
  })

  test('a key that is none ends with 2 and says so; folders that packing again writes are not added', async () => {
    await expect(verifyBundle(paths.bundle, 'no key at all')).rejects.toThrow('no Ed25519 public key')
    const zip = new yazl.ZipFile()
    zip.addEmptyDirectory('registers')
    for (const [name, content] of files) zip.addBuffer(content, name)
    zip.end()
    const again = path.join(folder, 'again.zip')
    await fs.promises.writeFile(again, zip.outputStream)
    expect((await verifyBundle(again, key.publicKey)).problems).toEqual([])
  })

  test('a changed byte is named, wherever it is', async () => {
    const bytes = fs.readFileSync(paths.bundle)
    // The name stands first in its local header; its compressed bytes follow.
    const at = bytes.indexOf('registers/things.csv') + 30
    bytes[at] = (bytes[at] ?? 0) ^ 1
    const changed = path.join(folder, 'changed.zip')
    fs.writeFileSync(changed, bytes)
    const { problems } = await verifyBundle(changed, key.publicKey)
    expect(problems).toMatchObject([{ kind: 'changed', file: 'registers/things.csv' }])
  })
})

test('pseudonymised, no name, address or certificate ID is left in any file, and one name has one token', async () => {
  const tokens = await unpacked(paths.pseudonymised)
  for (const [name, content] of tokens)
    for (const secret of secretNames) expect(content.includes(secret), `${secret} in ${name}`).toBe(false)
  const document = readPdf(tokens.get('report.pdf') ?? Buffer.alloc(0))
  for (const secret of secretNames) expect(document.tree.text, `${secret} in the document`).not.toContain(secret)
  expect(text('registers/things.csv', tokens)).not.toContain('SN-0001')
  expect(text('registers/things.csv', tokens)).toMatch(/serial=name-[0-9a-f]{16}; /)
  const token = /ACTIVE,,,(name-[0-9a-f]{16}),/.exec(text('registers/certificates.csv', tokens))?.[1] ?? 'none'
  for (const name of ['registers/things.csv', 'registers/findings.csv', 'registers/incidents.csv', 'report.json'])
    expect(text(name, tokens), name).toContain(token)
  expect(text('registers/suppressions.csv', tokens)).toContain('In repair, says ""Bo""')
})

test('thing groups narrow it, those beneath them too, and what they do not narrow is said', async () => {
  const narrowed = await ask({ accounts: [1], groups: ['site'] })
  await makeReports(base.db.pool)
  const { content } = (await readReady(base.db.pool, narrowed)).stored
  const counts = Object.fromEntries(content.registers.map(({ name, rows }) => [name, rows]))
  expect(counts).toMatchObject({ things: 1, certificates: 1, findings: 1, incidents: 1, policies: 1 })
  expect(content.notes.join(' ')).toContain('policies')
})

test('one that a killed worker left half made starts over, and is given up after three times', async () => {
  const { pool } = base.db
  const left = await ask({ accounts: [1], groups: [] })
  await pool.query(`insert into report_pieces values ($1, 'registers/things.csv', 7, 'half')`, [left])
  await pool.query(`update reports set state = 'making', attempts = 1 where id = $1`, [left])
  const hopeless = await ask({ accounts: [1], groups: [] })
  await pool.query(`update reports set state = 'making', attempts = 3 where id = $1`, [hopeless])
  await makeReports(pool)
  expect((await readReady(pool, left)).summary.state).toBe('ready')
  const { rows } = await pool.query('select count(*)::int as n from report_pieces where report_id = $1 and place = 7', [
    left,
  ])
  expect(rows[0].n).toBe(0)
  const failed = await pool.query('select state, error from reports where id = $1', [hopeless])
  expect(failed.rows[0]).toMatchObject({ state: 'failed', error: expect.stringContaining('3 times') })
})

test('a copy with tokens is made when it is asked for, and never with tokens that would not last', async () => {
  const plain = await ask({ accounts: [1], groups: [] })
  const without = await ask({ accounts: [1], groups: [], pseudonymised: true })
  await makeReports(base.db.pool)
  expect((await readReady(base.db.pool, plain)).stored.bundles.pseudonymised).toBeNull()
  const { rows } = await base.db.pool.query('select state, error from reports where id = $1', [without])
  expect(rows[0]).toMatchObject({ state: 'failed', error: expect.stringContaining('FLEETWARDEN_SECRET') })
})

test('one that the database fails, or whose connection is cut, starts over and holds nothing', async () => {
  const { pool } = base.db
  const failing = await ask({ accounts: [1], groups: [] })
  for (const trouble of [
    `raise exception 'no room left'`,
    `perform pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
     and database = (select oid from pg_database where datname = current_database())`,
  ]) {
    await pool.query(
      `create or replace function trouble() returns trigger language plpgsql as $$ begin ${trouble}; return new; end $$`,
    )
    await pool.query(
      'create or replace trigger trouble before insert on report_pieces for each row execute function trouble()',
    )
    await expect(makeReports(pool)).rejects.toThrow()
    await pool.query('drop trigger trouble on report_pieces')
    const { rows } = await pool.query('select state from reports where id = $1', [failing])
    expect(rows[0].state).toBe('making')
    expect(pool.totalCount - pool.idleCount).toBe(0)
  }
  await makeReports(pool)
  expect((await readReady(pool, failing)).summary.state).toBe('ready')
})
