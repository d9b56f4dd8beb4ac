import type { Logger } from 'pino'
import { isFailure } from '#server/aws/failure.ts'
import type { Collector, Way } from './collector.ts'
import type { Ending } from './finish.ts'
import type { Pass } from './pass.ts'
import { runListing } from './run-listing.ts'
import { runNested } from './run-nested.ts'
import { runTail } from './run-tail.ts'
import { runWorklist } from './run-worklist.ts'

const hourMs = 3_600_000

/**
 * Runs a claimed pass to its end and says how it ended. Throws only what ends no pass: a lost lease, a shutdown, or
 * lost notes (PassKeysLost), after which the pass begins anew.
 */
export async function runPass(
  pass: Pass,
  collector: Collector,
  verify: () => Promise<void>,
  log: Logger,
): Promise<Ending> {
  try {
    await verify()
    const choice = await waysOf(pass, collector)
    if ('unavailable' in choice) return { outcome: 'unavailable', error: choice.unavailable, nextInMs: hourMs }
    // Nothing to ask: other collectors bring these facts.
    if (choice.length > 0) await takeFirst(pass, collector, choice)
    if (!pass.remark) return { outcome: 'ok', nextInMs: Math.max(collector.everyMs, pass.restMs) }
    const { message, missingPermission, leftOut } = pass.remark
    const nextInMs = Math.max(collector.everyMs, hourMs / 4)
    return { outcome: 'partial', error: message, missingPermission, leftOut, nextInMs }
  } catch (error) {
    return endingOf(error, pass, log)
  }
}

async function waysOf(pass: Pass, collector: Collector): Promise<string[] | { unavailable: string }> {
  const { route } = pass.claim
  // A pass that is resumed goes on the way it began.
  if (pass.claim.cursor && route && collector.ways[route]) return [route]
  return (await collector.choose?.(pass)) ?? Object.keys(collector.ways)
}

async function takeFirst(pass: Pass, collector: Collector, [name, ...others]: string[]): Promise<void> {
  const way = collector.ways[name ?? '']
  if (!way || !name) throw new Error(`No way ${name}`)
  pass.route = name
  try {
    await run(pass, way)
  } catch (error) {
    // Only a way that brought nothing is left for another: half of each would make neither complete.
    const barred = isFailure(error, 'unavailable', 'denied', 'invalid', 'gone') && pass.seen === 0 && !pass.claim.cursor
    if (!barred || others.length === 0) throw error
    await takeFirst(pass, collector, others)
  }
}

async function run(pass: Pass, way: Way): Promise<void> {
  switch (way.kind) {
    case 'single': {
      const answer = await way.read(pass)
      return pass.commit((seen) => way.keep(seen, answer, pass), { route: pass.route })
    }
    case 'listing':
      return runListing(pass, way)
    case 'worklist':
      return runWorklist(pass, way)
    case 'nested':
      return runNested(pass, way)
    case 'tail':
      return runTail(pass, way)
  }
}

function endingOf(error: unknown, pass: Pass, log: Logger): Ending {
  if (pass.signal.aborted) throw pass.signal.reason
  if (!isFailure(error)) {
    if (error instanceof Error && ['LeaseLost', 'PassKeysLost'].includes(error.name)) throw error
    log.error({ err: error, collector: pass.claim.collector, account: pass.account.id }, 'A collector failed')
    return { outcome: 'failed', error: 'An internal error; the log has it in full.', nextInMs: backoffMs(pass) }
  }
  const { message } = error
  switch (error.kind) {
    case 'denied':
      return { outcome: 'not-permitted', error: message, missingPermission: error.details.action, nextInMs: hourMs }
    case 'unavailable':
      // What worked before was more likely lost for a while than taken away.
      return { outcome: 'unavailable', error: message, nextInMs: pass.claim.lastSuccessAt ? backoffMs(pass) : hourMs }
    case 'credentials':
      return { outcome: 'credentials', error: message, nextInMs: backoffMs(pass), keepCursor: true }
    case 'throttled':
    case 'transient':
      return { outcome: 'failed', error: message, nextInMs: backoffMs(pass), keepCursor: true }
    // A page token that AWS no longer takes is not kept: the next pass begins at the first page.
    case 'gone':
    case 'malformed':
    case 'invalid':
      return { outcome: 'failed', error: message, nextInMs: backoffMs(pass) }
  }
}

// From half a minute to a quarter of an hour, jittered so that the collectors of an account do not return together.
function backoffMs(pass: Pass): number {
  return Math.min(15 * 60_000, 30_000 * 2 ** pass.claim.failures) * (0.75 + Math.random() / 2)
}
