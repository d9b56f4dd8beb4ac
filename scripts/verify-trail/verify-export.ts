import { createHash } from 'node:crypto'
import fs from 'node:fs'
import readline from 'node:readline'
import { isDeepStrictEqual } from 'node:util'
import type { Noted, TrailProblem } from '#server/activity/ends.ts'
import type { Place } from '#server/activity/verify.ts'

/** One line of an export as JSON Lines. `sealed` is the text that `hash` covers, after the bytes of `previousHash`. */
type Line = Record<string, unknown> & {
  position: number
  id: string
  previousHash: string
  hash: string
  sealed: string
}

type Outcome = { entries: number; head: Place; problems: TrailProblem[]; more: number; holds: string }

const mostNamed = 100

/**
 * Reads an export line by line, newest first as it is written, in constant memory: every hash is recomputed, what a line
 * shows is compared with what was sealed, and neighbours must be chained. Entries a filter left out are no problem.
 */
export async function verifyExport(file: string, noted: readonly Noted[]): Promise<Outcome> {
  const problems: TrailProblem[] = []
  let found = 0
  let entries = 0
  let head: Place = { position: 0, hash: '00'.repeat(32) }
  let before: Line | undefined
  const lines = readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const text of lines) {
    if (text === '') continue
    entries += 1
    const line = parse(text, entries)
    for (const problem of problemsOf(line, before, noted)) {
      found += 1
      if (problems.length < mostNamed) problems.push(problem)
    }
    if (line.position > head.position) head = { position: line.position, hash: line.hash }
    before = line
  }
  return { entries, head, problems, more: found - problems.length, holds: 'The other lines are what was sealed.' }
}

function problemsOf(line: Line, before: Line | undefined, noted: readonly Noted[]): TrailProblem[] {
  const { position, id: entry, previousHash, hash, sealed } = line
  const at = `Entry ${entry} at position ${position}`
  const problems: TrailProblem[] = []
  const tell = (kind: TrailProblem['kind'], sentence: string) => problems.push({ kind, position, entry, sentence })
  const own = createHash('sha256').update(Buffer.from(previousHash, 'hex')).update(sealed).digest('hex')
  if (own !== hash) tell('changed', `${at} does not have the hash of what it says was sealed.`)
  else if (!isDeepStrictEqual(shownIn(line), JSON.parse(sealed)))
    tell('changed', `${at} shows something else than was sealed.`)
  const [older, newer] = before && before.position < position ? [before, line] : [line, before]
  if (newer && newer.position === older.position + 1 && newer.previousHash !== older.hash)
    tell('order', `${at} is not chained to the line before it in the file.`)
  for (const place of noted)
    if (place.position === position && place.hash !== hash)
      tell('rewritten', `${at} has another hash than ${place.when}.`)
  return problems
}

/** The columns in the order in which they are sealed (server/activity/content.ts). */
function shownIn(line: Line): unknown[] {
  const object = (line.object ?? { kind: null, id: null, name: null }) as Record<'kind' | 'id' | 'name', unknown>
  return [
    1,
    Number(line.id),
    Date.parse(String(line.at)),
    line.actorId,
    line.actorName,
    line.actorRole,
    line.sessionId,
    line.tokenId,
    line.ipAddress,
    line.action,
    line.subject,
    object.kind,
    object.id,
    object.name,
    line.reason,
    line.result,
    line.before,
    line.after,
    line.detail,
  ]
}

function parse(text: string, number: number): Line {
  try {
    const line = JSON.parse(text) as Line
    if (typeof line.sealed === 'string' && typeof line.hash === 'string' && typeof line.previousHash === 'string')
      return line
  } catch {
    // Falls through: what exactly is wrong with a line helps nobody.
  }
  throw new Error(`Line ${number} is not of an export of the trail as JSON Lines.`)
}
