import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { latestHead } from '#server/activity/check.ts'
import { exportActivityJsonLines } from '#server/activity/export.ts'
import { createTestDatabase, useTestDatabase } from '../../support/database.ts'
import { recordSome, tamper } from './tamper.ts'

const test_ = useTestDatabase()
let folder: string

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-verify-'))
  await recordSome(test_.db, 12)
})
afterAll(() => fs.rmSync(folder, { recursive: true }))

async function verify(
  args: string[],
  url = test_.url,
): Promise<{ code: number | null; said: string; complained: string }> {
  const env = { ...process.env, DATABASE_URL: url }
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/verify-trail.ts', ...args], { env })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, said, complained }
}

const context = () => ({ database: test_.db, now: new Date(), actor: null, ipAddress: null })
async function exported(name: string, change: (lines: string[]) => string[] = (lines) => lines): Promise<string> {
  const lines = (await text(await exportActivityJsonLines(context(), {}))).trimEnd().split('\n')
  const file = path.join(folder, name)
  fs.writeFileSync(file, `${change(lines).join('\n')}\n`)
  return file
}
const edited = (index: number, from: string | RegExp, to: string) => (lines: string[]) =>
  lines.map((line, at) => (at === index ? line.replace(from, to) : line))

test('says in a sentence that the trail is intact, and its head', async () => {
  const { position, hash } = await latestHead(test_.db.pool)
  const { code, said } = await verify(['--expect', `${position}:${hash}`])
  expect(code).toBe(0)
  expect(said).toContain('The trail is intact: 12 entries, none changed, removed or moved.')
  expect(said).toContain(`Head  12:${hash}`)
})

test('says for machines what is wrong and where', async () => {
  const { code, said } = await verify([
    '--json',
    '--expect',
    `12:${'ab'.repeat(32)}`,
    '--expect',
    `13:${'ab'.repeat(32)}`,
  ])
  expect(code).toBe(1)
  const found = JSON.parse(said)
  expect(found).toMatchObject({ intact: false, entries: 12, head: { position: 12 }, more: 0 })
  expect(found.problems).toMatchObject([
    { kind: 'rewritten', position: 12 },
    { kind: 'cut-off', position: 13 },
  ])
})

test('says how it is used, and that there is no trail to look at', async () => {
  expect(await verify(['--expect', '12'])).toMatchObject({
    code: 2,
    complained: expect.stringContaining('Not a head: 12'),
  })
  expect(await verify(['--what'])).toMatchObject({ code: 2, complained: expect.stringContaining('Usage:') })
  const empty = await createTestDatabase({ migrated: false })
  expect(await verify([], empty.url)).toMatchObject({ code: 2, complained: expect.stringContaining('npm run migrate') })
  await empty.drop()
})

test('an export is verified without a database', async () => {
  const file = await exported('whole.jsonl')
  const { code, said } = await verify(['--file', file], 'postgresql://nobody@127.0.0.1:1/none')
  expect([code, said.split('\n')[0]]).toEqual([0, 'The trail is intact: 12 entries, none changed, removed or moved.'])
  const some = await exported('some.jsonl', (lines) => lines.filter((_, index) => index % 3 === 0))
  expect((await verify(['--file', some])).code, 'a filter may have left some out').toBe(0)
})

test.each([
  [
    'what it shows was edited',
    edited(3, '"reason":"Stolen"', '"reason":"Lost"'),
    'shows something else than was sealed',
  ],
  ['what was sealed was edited', edited(3, '\\"Stolen\\"', '\\"Lost\\"'), 'does not have the hash'],
  ['a time was edited', edited(3, /"at":"\d{4}/, '"at":"2019'), 'shows something else than was sealed'],
  ['its hash was edited', edited(3, /"hash":"\w{4}/, '"hash":"abcd'), 'does not have the hash'],
])('an export in which %s is found out', async (_, change, sentence) => {
  const { code, said } = await verify(['--file', await exported('edited.jsonl', change)])
  expect(code).toBe(1)
  expect(said).toContain(`position 9 ${sentence}`)
})

test('a database that was tampered with exits with 1 and names every place', async () => {
  await tamper(test_.db, "update activity set reason = 'Lost' where id = 4", 'delete from activity where id = 7')
  const { code, said } = await verify([])
  expect(code).toBe(1)
  expect(said.split('\n').slice(0, 3)).toEqual([
    'Entry 4 at position 4 was changed after it was sealed.',
    'Entry 7 at position 7 was deleted.',
    'Something is wrong with the trail. Up to position 3 its chain holds.',
  ])
})
