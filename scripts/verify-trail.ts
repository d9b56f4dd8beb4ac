import { parseArgs } from 'node:util'
import { latestHead, notedPlaces } from '#server/activity/check.ts'
import type { Noted, TrailProblem } from '#server/activity/ends.ts'
import { type Place, verifyTrail } from '#server/activity/verify.ts'
import { createDatabase } from '#server/platform/db.ts'
import { openDatabase } from './database.ts'
import { verifyExport } from './verify-trail/verify-export.ts'

const usage = `Usage: npm run verify-trail -- [--json] [--expect POSITION:HASH]… [--file EXPORT.jsonl]
  Recomputes every hash of the trail, in DATABASE_URL or the embedded database. Exits with 1 when something is wrong.
  --expect   a head printed earlier, or seen by another system, that must still be in the chain
  --file     looks at an export as JSON Lines instead, without any database`

try {
  const { json, expect, file } = readArguments()
  const noted = expect.map(parseExpected)
  const outcome = file === undefined ? await verifyDatabase(noted, json) : await verifyExport(file, noted)
  print(outcome, json)
  process.exitCode = outcome.problems.length === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}

type Outcome = { entries: number; head: Place; problems: TrailProblem[]; more: number; holds: string }

async function verifyDatabase(expected: readonly Noted[], json: boolean): Promise<Outcome> {
  const source = await openDatabase()
  const database = createDatabase(source.url, { connections: 2 })
  try {
    const { rows } = await database.pool.query("select to_regclass('activity_seals') is not null as sealed")
    if (!rows[0]?.sealed) throw new Error('This database has no sealed trail yet. Run npm run migrate first.')
    const noted = [...(await notedPlaces(database.pool)), ...expected]
    const onProgress = process.stderr.isTTY && !json ? showProgress : undefined
    const { place, ...found } = await verifyTrail(database.pool, { noted, ...(onProgress && { onProgress }) })
    if (onProgress) process.stderr.write('\r\x1b[2K')
    return {
      ...found,
      head: await latestHead(database.pool),
      holds: `Up to position ${place.position} its chain holds.`,
    }
  } finally {
    await database.close()
    await source.close()
  }
}

function print({ holds, ...outcome }: Outcome, json: boolean) {
  const { entries, head, problems, more } = outcome
  const intact = problems.length === 0
  if (json) return console.log(JSON.stringify({ intact, ...outcome }))
  for (const { sentence } of problems) console.log(sentence)
  if (more > 0) console.log(`… and ${more} more`)
  console.log(
    intact
      ? `The trail is intact: ${plural(entries)}, none changed, removed or moved.`
      : `Something is wrong with the trail. ${holds}`,
  )
  console.log(`Head  ${head.position}:${head.hash}`)
  if (intact) console.log('      Note it elsewhere; --expect checks later that it is still part of the chain.')
}

function plural(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries} entries`
}

function showProgress(position: number, end: number) {
  process.stderr.write(`\r${position} of ${end}`)
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        expect: { type: 'string', multiple: true, default: [] as string[] },
        file: { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

function parseExpected(text: string): Noted {
  const [, position, hash] = /^(\d{1,15}):([\da-f]{64})$/i.exec(text) ?? []
  if (!hash) throw new Error(`Not a head: ${text}\n${usage}`)
  return { position: Number(position), hash: hash.toLowerCase(), when: 'given with --expect' }
}
