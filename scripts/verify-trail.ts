import { parseArgs } from 'node:util'
import { latestHead, notedPlaces } from '#server/activity/check.ts'
import type { Noted } from '#server/activity/ends.ts'
import { verifyTrail } from '#server/activity/verify.ts'
import { createDatabase } from '#server/platform/db.ts'
import { openDatabase } from './database.ts'

const usage = `Usage: npm run verify-trail -- [--json] [--expect POSITION:HASH]…
  Recomputes every hash of the trail, in DATABASE_URL or the embedded database. Exits with 1 when something is wrong.
  --expect   a head printed earlier, or seen by another system, that must still be in the chain`

const { values } = readArguments()
const expected = values.expect.map(parseExpected)
const source = await openDatabase()
const database = createDatabase(source.url, { connections: 2 })
try {
  const noted = [...(await notedPlaces(database.pool)), ...expected]
  const terminal = process.stderr.isTTY && !values.json
  const result = await verifyTrail(database.pool, {
    noted,
    onProgress: (position, end) => terminal && process.stderr.write(`\r${position} of ${end}`),
  })
  if (terminal) process.stderr.write('\r\x1b[2K')
  const head = await latestHead(database.pool)
  const intact = result.problems.length === 0
  if (values.json) console.log(JSON.stringify({ intact, head, ...result }))
  else {
    for (const { sentence } of result.problems) console.log(sentence)
    if (result.more > 0) console.log(`… and ${result.more} more`)
    console.log(
      intact
        ? `The trail is intact: ${result.entries} entries, none changed, removed or moved.`
        : `The trail has been tampered with. Up to position ${result.place.position} it holds.`,
    )
    console.log(`Head  ${head.position}:${head.hash}`)
    if (intact) console.log('      Note it elsewhere; --expect checks later that it is still part of the chain.')
  }
  process.exitCode = intact ? 0 : 1
} finally {
  await database.close()
  await source.close()
}

function readArguments() {
  try {
    const options = {
      json: { type: 'boolean', default: false },
      expect: { type: 'string', multiple: true, default: [] },
    } as const
    return parseArgs({ options: { ...options, expect: { ...options.expect, default: [] as string[] } } })
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

function parseExpected(text: string): Noted {
  const [, position, hash] = /^(\d{1,15}):([\da-f]{64})$/i.exec(text) ?? fail(`Not a head: ${text}`)
  return { position: Number(position), hash: String(hash).toLowerCase(), when: 'given with --expect' }
}

function fail(message: string): never {
  console.error(`${message}\n${usage}`)
  process.exit(2)
}
