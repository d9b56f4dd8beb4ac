import { type AwsFailure, isFailure } from '#server/aws/failure.ts'
import type { Worklist } from './collector.ts'
import type { Pass } from './pass.ts'

const atOnce = 32
// At a few calls a second a chunk would take minutes; what is in hand is stored at least this often.
const chunkMs = 5_000
const sliceMs = 45 * 60_000
// What AWS lists and says it does not have is asked for again, but not every minute. New objects wake their feed.
const vanishedRestMs = 60 * 60_000

type Item = { at: unknown }
type Read = { item: Item; answer: unknown }
type Chunk = { read: Read[]; last: unknown; refusal: unknown }
type Failures = { count: number; running: number; succeeded: number; vanished: number; last?: AwsFailure }

/** Runs a worklist until nothing is left, or long enough that others should have their turn. */
export async function runWorklist(pass: Pass, way: Worklist): Promise<void> {
  const callsExpected = await way.expected?.(pass)
  await pass.commit(async () => ({}), { callsExpected: callsExpected ?? null, route: pass.route })
  const startedAt = Date.now()
  const failures: Failures = { count: 0, running: 0, succeeded: 0, vanished: 0 }
  const limit = Math.ceil(pass.settings.batchItems / 2)
  const read = async (items: Item[]) => (items.length === 0 ? null : readChunk(pass, way, items, failures))
  let chunk = await read(await way.next(pass, undefined, limit))
  while (chunk) {
    const { last, refusal } = chunk
    const enough = refusal !== undefined || Date.now() - startedAt > sliceMs
    const ahead = enough || !way.ahead ? null : way.ahead(pass, last, limit).then(read)
    // What fails while nobody waits for it yet is told to whoever asks next.
    ahead?.catch(() => undefined)
    const done = chunk.read
    await pass.commit(async (seen) => ({ ...(await way.keep(seen, done, pass)), seen: done.length }))
    if (refusal !== undefined) throw refusal
    chunk = (await ahead) ?? (enough ? null : await read(await way.next(pass, last, limit)))
  }
  if (way.finish) await pass.commit((seen) => way.finish?.(seen, pass) ?? Promise.resolve({}))
  remark(pass, failures)
  if (failures.vanished > 0 && failures.vanished === failures.succeeded) pass.restMs = vanishedRestMs
}

async function readChunk(pass: Pass, way: Worklist, items: Item[], failures: Failures): Promise<Chunk> {
  const read: Read[] = []
  const stopAt = Date.now() + chunkMs
  let taken = 0
  let refusal: unknown
  async function worker() {
    while (taken < items.length && refusal === undefined && Date.now() < stopAt) {
      const item = items[taken++] as Item
      try {
        const answer = await way.read(pass, item)
        read.push({ item, answer })
        failures.running = 0
        failures.succeeded++
        if (answer !== null) continue
        failures.vanished++
        pass.tally.skipped++
      } catch (error) {
        refusal ??= tolerate(pass, error, failures)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  return { read, last: items[taken - 1]?.at, refusal }
}

// One object that AWS will not give is not the end; when none is given, the operation is.
function tolerate(pass: Pass, error: unknown, failures: Failures): unknown {
  if (!isFailure(error) || error.kind === 'credentials') return error
  pass.tally.failed++
  failures.count++
  failures.running++
  failures.last = error
  const forGood = error.kind === 'denied' || error.kind === 'unavailable'
  if (failures.succeeded === 0 && failures.running >= (forGood ? 5 : 20)) return error
  return failures.running >= 100 ? error : undefined
}

function remark(pass: Pass, { count, succeeded, last }: Failures) {
  if (!last) return
  // A few stubborn objects do not fail a feed that has worked; a first pass that got nothing has.
  if (succeeded === 0 && (count >= 20 || !pass.claim.lastSuccessAt)) throw last
  pass.remark = {
    message: `${count} of ${count + succeeded} could not be read. ${last.message}`,
    ...(last.details.action && { missingPermission: last.details.action }),
  }
}
