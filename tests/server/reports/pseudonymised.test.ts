import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import yauzl from 'yauzl'
import { inTransaction } from '#server/platform/db.ts'
import { insertReport } from '#server/reports/commands/request-report.ts'
import { bundleBytes } from '#server/reports/files/bundle.ts'
import { makeReports } from '#server/reports/make/make-reports.ts'
import { Pseudonyms, pseudonymKeyFromEnvironment } from '#server/reports/pseudonyms/pseudonyms.ts'
import { readReady } from '#server/reports/queries/reports.ts'
import { insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'
import { useSigningKey } from './reports-world.ts'

const base = useTestDatabase()
useSigningKey()

const random = (digits: number) => randomBytes(digits).toString('hex').slice(0, digits)
const forms = [
  () => `dev-${random(6)}`,
  () => `${random(5).toUpperCase()}_Pump.${random(4)}`,
  () => `site:${random(8)}`,
  () => `plant ${random(5)}/"gate" ${random(3)}`,
  () => `${random(16)}`,
]
const accounts = [1, 2, 3]
/** Of each account things, client IDs, certificates and what people write of them. */
const world = accounts.map((account) => ({
  account,
  things: Array.from({ length: 12 }, (_, n) => (forms[n % 3] as () => string)()),
  clients: forms.map((form) => form()),
  certificates: Array.from({ length: 3 }, () => random(64)),
}))
const files = new Map<string, string>()
let given: string[] = []

beforeAll(async () => {
  const { pool } = base.db
  for (const _ of accounts) await insertAccount(pool)
  for (const { account, things, clients, certificates } of world) {
    await pool.query('insert into things (account_id, name, content_hash) select $1, n, 0 from unnest($2::text[]) n', [
      account,
      things,
    ])
    await pool.query(
      `insert into certificates (account_id, certificate_id, status, thing_count) select $1, c, 'ACTIVE', 1 from unnest($2::text[]) c`,
      [account, certificates],
    )
    await pool.query(
      `insert into incidents (account_id, client_id, thing_name, cause, confidence, severity, first_at, last_at, kicks)
       select $1, c, $2, 'same-credential-two-places', 0.9, 'high', now(), now(), 7 from unnest($3::text[]) c`,
      [account, things[0], clients],
    )
    const told = `${things[1]?.toUpperCase()}-old, ${things[2]}.log, ${certificates[0]?.slice(0, 20)}... by ${clients.join('; ')}`
    const { rows } = await pool.query(
      `insert into attestation_files (name, sha256, bytes) values ($1, $2, '') returning id`,
      [`${things[3]}.pdf`, 'e'.repeat(64)],
    )
    await pool.query(
      `insert into attestations (control_id, account_id, answer, statement, link, file_id, owner_id, owner_name, reviewed_at, expires_at)
       values ('agent-isolated', $1, 'pass', $2, $3, $4, 'u', 'Ada', now(), now() + '1 day')`,
      [account === 1 ? 1 : null, told, `https://x.example/?of=${encodeURIComponent(clients[2] ?? '')}`, rows[0].id],
    )
    await pool.query(
      `insert into activity (actor_name, action, object_kind, object_id, object_name, reason, detail) values
         ('Ada', 'thing.planned', 'thing', $1, $2, $3, $4), ('Ada', 'x.done', 'other', $1, null, $3, $4)`,
      [`${account}/${things[4]}`, things[4], told, { things, clients, certificates }],
    )
  }
  const id = await inTransaction(pool, async (tx) => {
    const scope = { accounts: [1], groups: [], pseudonymised: true }
    const about = { title: `Of ${world[1]?.things[0]}`, framework: 'device-agents', scope }
    return (await insertReport(tx, { ...about, by: { id: null, name: 'Ada' }, schedule: null, now: new Date() })).id
  })
  await makeReports(pool)
  const { stored } = await readReady(pool, id)
  const { pseudonymised } = stored.bundles
  if (!pseudonymised) throw new Error('No pseudonymised bundle')
  const place = { report: id, folder: 'pseudonymised/' } as const
  const chunks: Buffer[] = []
  for await (const chunk of bundleBytes(pool, place, pseudonymised.files, new Date(stored.content.asOf)))
    chunks.push(chunk)
  await unpack(Buffer.concat(chunks))
  given = (await pool.query('select name from things where account_id = 1 order by id')).rows.map(({ name }) => name)
}, 60_000)

async function unpack(bytes: Buffer): Promise<void> {
  const zip = await promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer)(bytes, { lazyEntries: true })
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) =>
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error)
        files.set(entry.fileName, Buffer.concat(await stream.toArray()).toString('utf8'))
        zip.readEntry()
      }),
    )
    zip.once('end', resolve)
    zip.once('error', reject)
    zip.readEntry()
  })
}

test('no name of any account is in any file of the bundle, in whatever case, nor the beginning of a certificate ID', () => {
  const names = world.flatMap(({ things, clients, certificates }) => [
    ...[...things, ...clients].flatMap((name) => [name, JSON.stringify(name).slice(1, -1), encodeURIComponent(name)]),
    ...certificates.map((id) => id.slice(0, 16)),
  ])
  const found = [...files].flatMap(([file, text]) => {
    const lower = text.toLowerCase().replaceAll('""', '"')
    return names.filter((name) => lower.includes(name.toLowerCase())).map((name) => `${name} in ${file}`)
  })
  expect(found).toEqual([])
  expect(files.get('registers/trail.csv')).toContain('thing.planned')
  expect(files.get('registers/attestations.csv')).toContain('e'.repeat(64))
})

test('where a thing stands does not tell which one it is, and what stays is said', () => {
  const pseudonyms = new Pseudonyms(pseudonymKeyFromEnvironment() ?? Buffer.alloc(32), 1)
  const inOrder = given.map((name) => pseudonyms.token(name))
  const tokens = (files.get('registers/things.csv') ?? '').match(/name-[0-9a-f]{16}/g) ?? []
  expect(tokens).not.toEqual(inOrder)
  expect(tokens.toSorted()).toEqual(inOrder.toSorted())
  const trail = files.get('registers/trail.csv') ?? ''
  const token = /1\/(name-[0-9a-f]{16}),/.exec(trail)?.[1] ?? 'none'
  expect(tokens).toContain(token)
  for (const file of ['README.txt', 'report.json']) expect(files.get(file), file).toMatch(/times/i)
})
