import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import yazl from 'yazl'
import type { Attestation } from '#contract/reports.ts'
import { verifyBundle } from '#scripts/verify-report/verify-bundle.ts'
import type { ReportContent } from '#server/reports/content.ts'
import { type AttestationRow, speaking } from '#server/reports/facts/attestations.ts'
import { zipOf } from '#server/reports/files/zip.ts'
import { NameFilter } from '#server/reports/pseudonyms/name-filter.ts'
import { Pseudonyms } from '#server/reports/pseudonyms/pseudonyms.ts'
import { csvRows, pseudonymisedRows } from '#server/reports/pseudonyms/register-rows.ts'
import { changedAttestations, changedFindings } from '#server/reports/queries/compare.ts'
import { findings } from '#server/reports/registers/findings.ts'
import { nextRun, requireSeldom } from '#server/reports/schedules/cron.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-pure-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))
const now = new Date('2026-11-20T12:00:00Z')

describe('schedules', () => {
  test.each([
    ['0 6 * * 1', '2026-11-23T06:00:00.000Z'],
    ['30 5 1 * *', '2026-12-01T05:30:00.000Z'],
    ['0 0 29 2 *', '2028-02-29T00:00:00.000Z'],
  ])('%s is due next at %s', (cron, at) => {
    requireSeldom(cron, now)
    expect(nextRun(cron, now)?.toISOString()).toBe(at)
  })
  test.each(['*/5 * * * *', '0,59 6 * * *', '0 0 31 4 *', '0 6 * *', '0 6 * * 1 *', '@hourly', '60 6 * * *'])(
    '%s is refused',
    (cron) => {
      expect(() => requireSeldom(cron, now)).toThrow()
    },
  )
})

describe('of several attestations', () => {
  const row = (id: number, account: number | null, answer: Attestation['answer'], days = 30): AttestationRow => ({
    ...{ id: String(id), control_id: 'c', account_id: account, answer, statement: '', link: null },
    ...{ owner_id: 'u', owner_name: 'Ada', reviewed_at: now, expires_at: new Date(now.getTime() + days * 86_400_000) },
    ...{ account_name: null, withdrawn_at: null, withdrawn_by: null, withdrawn_why: null },
    ...{ file_id: null, file_name: null, file_bytes: null, file_sha256: null },
  })
  test.each([
    ['nobody vouches', [], [1], null],
    ['one for all accounts counts for each', [row(1, null, 'pass')], [1, 2], '1'],
    ['an account without one speaks for none', [row(1, 1, 'pass')], [1, 2], null],
    ['the later one counts, whether of the account or of all', [row(1, 1, 'pass'), row(2, null, 'fail')], [1], '2'],
    ['the least that is vouched for counts', [row(1, 1, 'pass'), row(2, 2, 'attention')], [1, 2], '2'],
    ['one that lapsed is the least', [row(1, 1, 'fail'), row(2, 2, 'pass', -1)], [1, 2], '2'],
  ])('%s', (_, rows, accounts, id) => {
    expect(speaking(rows, accounts, now)?.id ?? null).toBe(id)
  })
})

describe('of two reports', () => {
  const item = (name: string, since = '2026-11-01') => ({
    ...{ check: 'certificate-shared', account: 1, kind: 'certificate', name, severity: 'high', detail: '', since },
  })
  const report = (names: readonly (string | [string, string])[], attestation: object | null = null) =>
    ({
      asOf: '2026-11-10',
      controls: [
        {
          ...{ control: 'c', title: 'C', attestation },
          evidence: [{ query: 'checks', path: '/findings/list?check=certificate-shared', value: names.length }],
          items: names.map((name) => (typeof name === 'string' ? item(name) : item(...name))),
        },
      ],
    }) as unknown as ReportContent
  test('what opened and what is open no longer is named, by check', () => {
    expect(changedFindings(report(['a', 'b']), report(['b', 'c']))).toMatchObject([
      { check: 'certificate-shared', from: 2, to: 2, opened: [{ name: 'c' }], resolved: [{ name: 'a' }], cut: false },
    ])
    expect(changedFindings(report(['a']), report(['a']))).toEqual([])
  })
  test('of a list that was cut, only what opened since is new, and nothing is said to be resolved', () => {
    const many = Array.from({ length: 99 }, (_, n) => `x${n}`)
    const to = report([...many, ['new', '2026-11-15']])
    const [one] = changedFindings(report(['a', ...many.slice(50)]), to)
    expect(one).toMatchObject({ opened: [{ name: 'new' }], resolved: [], cut: true })
  })
  test('another word that counts is told, and one that counts no more', () => {
    const [gone] = changedAttestations(report([], { id: '1' }), report([]))
    expect(gone).toMatchObject({ control: 'c', from: { id: '1' }, to: null })
    expect(changedAttestations(report([], { id: '1' }), report([], { id: '1' }))).toEqual([])
  })
})

describe('tokens', () => {
  const pseudonyms = new Pseudonyms(Buffer.alloc(32, 7), 100)
  for (const name of ['pump-1', 'site:pump-2', 'pump.local', 'größe-4', 'odd (client)', 'ab']) pseudonyms.learn(name)
  pseudonyms.learn('say "x" twice')
  pseudonyms.learn('ab'.repeat(32))
  pseudonyms.keep('0f'.repeat(32))
  const t = (name: string) => pseudonyms.token(name)
  const id = 'ab'.repeat(32)

  test('one name has one token under one key, another under another', () => {
    expect(t('pump-1')).toMatch(/^name-[0-9a-f]{16}$/)
    expect(t('pump-1')).toBe(new Pseudonyms(Buffer.alloc(32, 7), 1).token('pump-1'))
    expect(t('pump-1')).not.toBe(new Pseudonyms(Buffer.alloc(32, 8), 1).token('pump-1'))
    expect(t('')).toBe('')
  })
  test.each([
    ['pump-1 is gone', `${t('pump-1')} is gone`],
    ['(pump-1), pump-1.', `(${t('pump-1')}), ${t('pump-1')}.`],
    ['arn:aws:iot:eu-west-1:1:thing/pump-1', `arn:aws:iot:eu-west-1:1:thing/${t('pump-1')}`],
    ['thing:site:pump-2', `thing:${t('site:pump-2')}`],
    ['seen at pump.local...', `seen at ${t('pump.local')}...`],
    ['größe-4/odd (client)!', `${t('größe-4')}/${t('odd (client)')}!`],
    [`cert/${id}`, `cert/${t(id)}`],
    ['from 192.0.2.1:8883, [2001:db8::1]', `from ${t('192.0.2.1')}:8883, [${t('2001:db8::1')}]`],
    ['pump-10 and pump-1x stay, as do 10:15 and ab', 'pump-10 and pump-1x stay, as do 10:15 and ab'],
    ['PUMP-1 and old.pump-1_copy', `${t('PUMP-1')} and old.${t('pump-1')}_copy`],
    ['{"of":"say \\"x\\" twice"}', `{"of":"${t('say "x" twice')}"}`],
    ['https://x.example/t/site%3Apump-2?a=1', `https://x.example/t/${t('site:pump-2')}?a=1`],
    [`${id.slice(0, 16).toUpperCase()}… and ${id.slice(0, 20)}`, `${t(id)}… and ${t(id)}`],
    [`${id.slice(0, 15)} and ${'cd'.repeat(10)}`, `${id.slice(0, 15)} and ${'cd'.repeat(10)}`],
    [`report ${'0F'.repeat(32)}`, `report ${'0F'.repeat(32)}`],
  ])('%s', (text, expected) => {
    expect(pseudonyms.words(text)).toBe(expected)
  })
  test('a filter knows every name it was given, and hardly another', () => {
    const filter = new NameFilter(20_000)
    for (let n = 0; n < 20_000; n += 1) filter.add(`device-${n}`)
    let wrong = 0
    for (let n = 0; n < 20_000; n += 1) {
      expect(filter.has(`device-${n}`)).toBe(true)
      if (filter.has(`other-${n}`)) wrong += 1
    }
    expect(wrong).toBeLessThan(5)
  })
  test('rows come through whatever the bounds of chunks, names of things replaced and others kept', async () => {
    const text = `a,b,"c ""q"", d\ne",,""\n1,"","2\r\n",x,ü\n`
    const whole = await rowsOf(text, text.length)
    expect(whole).toEqual([
      ['a', 'b', 'c "q", d\ne', null, ''],
      ['1', '', '2\r\n', 'x', 'ü'],
    ])
    for (const size of [1, 2, 3, 7]) expect(await rowsOf(text, size)).toEqual(whole)
    const header = findings.columns.map(([name]) => name).join(',')
    const line = (kind: string) => `1,eu,check,high,${kind},pump-1,,pump-1 fails,ours,,,0,,,id\n`
    const source = chunked(`${header}\n${line('thing')}${line('policy-of-pump')}`, 5)
    let out = ''
    for await (const chunk of pseudonymisedRows(findings, source, pseudonyms)) out += chunk
    expect(out).toBe(
      `${header}\n${line('thing').replaceAll('pump-1', t('pump-1'))}${line('policy-of-pump').replaceAll('pump-1', t('pump-1'))}`,
    )
  })
})

async function* chunked(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function rowsOf(text: string, size: number) {
  const rows = []
  for await (const row of csvRows(chunked(text, size))) rows.push(row)
  return rows
}

describe('a sealed archive', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const content = { 'report.json': '{}', 'registers/things.csv': 'a,b\n1,2\n' }

  async function archived(change: Record<string, string | null> = {}, signed = true): Promise<string> {
    const files = Object.entries(content).map(([name, text]) => ({
      ...{ name, bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') },
    }))
    const manifest = JSON.stringify({
      format: 'fleetwarden-bundle/1',
      report: { id: 'x', number: 1, title: 'T', asOf: now.toISOString() },
      pseudonymised: false,
      signature: { algorithm: 'Ed25519', keyId: 'k' },
      files,
    })
    const signature = sign(null, Buffer.from(signed ? manifest : 'another'), privateKey).toString('base64')
    const all: Record<string, string | null> = {
      ...content,
      'manifest.json': manifest,
      'manifest.sig': signature,
      ...change,
    }
    const zip = new yazl.ZipFile()
    for (const [name, text] of Object.entries(all)) if (text !== null) zip.addBuffer(Buffer.from(text), name)
    zip.end()
    const file = path.join(folder, `${Math.random()}.zip`)
    await fs.promises.writeFile(file, zip.outputStream)
    return file
  }

  test.each<[string, Record<string, string | null>, boolean, object[]]>([
    ['as it was sealed', {}, true, []],
    ['with a changed file', { 'report.json': '[]' }, true, [{ kind: 'changed', file: 'report.json' }]],
    ['with a longer file', { 'report.json': '{}  ' }, true, [{ kind: 'changed', file: 'report.json' }]],
    ['without a file', { 'report.json': null }, true, [{ kind: 'missing', file: 'report.json' }]],
    ['with a file more', { 'evil.sh': 'x' }, true, [{ kind: 'added', file: 'evil.sh' }]],
    ['with a manifest of another', {}, false, [{ kind: 'signature', file: 'manifest.json' }]],
    ['without a signature', { 'manifest.sig': null }, true, [{ kind: 'missing', file: 'manifest.sig' }]],
    ['without a manifest', { 'manifest.json': null }, true, [{ kind: 'missing', file: 'manifest.json' }]],
    [
      'with a manifest that is none',
      { 'manifest.json': 'null' },
      true,
      [{ kind: 'signature' }, { kind: 'unreadable' }],
    ],
  ])('%s', async (_, change, signed, problems) => {
    expect((await verifyBundle(await archived(change, signed), pem)).problems).toMatchObject(problems)
  })

  test('of our own making is read by others, and one cut short cannot be opened', async () => {
    const file = path.join(folder, 'own.zip')
    const packed = (text: string) => deflateRawSync(Buffer.from(text))
    const files = Object.entries({ ...content, 'ü/empty.txt': '' }).map(([name, text]) => ({
      ...{ name, bytes: Buffer.byteLength(text), packed: packed(text).length, crc32: crc32(text), sha256: '' },
      async *packedBytes() {
        yield packed(text)
      },
    }))
    const chunks: Buffer[] = []
    for await (const chunk of zipOf(files, now)) chunks.push(chunk)
    fs.writeFileSync(file, Buffer.concat(chunks))
    const { problems } = await verifyBundle(file, pem)
    expect(problems).toMatchObject([{ kind: 'missing', file: 'manifest.json' }])
    fs.writeFileSync(file, Buffer.concat(chunks).subarray(0, -30))
    await expect(verifyBundle(file, pem)).rejects.toThrow()
  })
})
