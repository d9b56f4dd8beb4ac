import { setTimeout as sleep } from 'node:timers/promises'
import { type ChildSpec, lastLines, startChild } from './children.ts'
import type { Parts } from './parts.ts'
import type { Progress } from './progress.ts'

const restarts = 5
const steadyMs = 60_000

/**
 * Keeps a worker running: one that ends is started again after 1, 2, 4 … seconds, five times without a steady
 * minute between. Settles with a sentence when it gives up.
 */
export async function keepWorker(
  spec: ChildSpec,
  parts: Parts,
  progress: Progress,
  firstWaitMs = 1_000,
): Promise<string> {
  let failures = 0
  while (true) {
    const from = Date.now()
    const child = startChild(spec)
    const forget = parts.child(child)
    const how = await child.ended
    forget()
    if (parts.stopping) return 'stopped'
    if (Date.now() - from > steadyMs) failures = 0
    failures += 1
    const last = lastLines(child.output(), 15)
    if (failures > restarts) return `The ${spec.name} ended ${failures} times (${how}). Its last lines:\n${last}`
    progress.note(`The ${spec.name} ended (${how}), starting it again:\n${lastLines(child.output(), 3)}`)
    await sleep(firstWaitMs * 2 ** (failures - 1))
    if (parts.stopping) return 'stopped'
  }
}
