import { setTimeout as sleep } from 'node:timers/promises'
import { execute } from './execute.ts'
import { advanceWatch } from './finish.ts'
import { someoneWaits } from './lease.ts'
import { waiting } from './pause.ts'
import { start } from './start.ts'
import type { Turn } from './turn.ts'
import { watch } from './watch.ts'

// A look that is due so soon is waited for: a person looks on until the device is out.
const waitMs = 1_100
const watchMs = 5_000

/** Does what a run needs next. Resolves to when it is to be taken again, in ms; null when it is over. */
export async function takeTurn(turn: Turn): Promise<number | null> {
  const { held } = turn
  const { run } = held
  if (run.state === 'queued' && !(await start(turn))) return null
  if (run.state === 'running') {
    await goOn(turn)
    if (!(await execute(turn))) return 0
    await held.move('watching', async (tx) => {
      await tx.query('UPDATE response_runs SET wake_at = now() WHERE id = $1', [run.id])
    })
    turn.teller.moved()
  }
  const until = performance.now() + watchMs
  while (true) {
    while (!turn.closing.aborted && performance.now() < until && (await watch(turn)));
    const nextMs = await advanceWatch(turn)
    if (nextMs === null) return null
    const waits = turn.closing.aborted || nextMs > waitMs || performance.now() + nextMs > until
    if (waits || (turn.crowded() && (await someoneWaits(turn.parts.pool, 'watching')))) return nextMs
    await sleep(nextMs, undefined, { signal: turn.closing }).catch(() => undefined)
  }
}

/** A run that waited waits no longer. */
async function goOn({ held }: Turn): Promise<void> {
  const { run } = held
  if (!run.stopReason?.startsWith(waiting)) return
  await held.pool.query('UPDATE response_runs SET stop_reason = NULL WHERE id = $1 AND stop_reason = $2', [
    run.id,
    run.stopReason,
  ])
}
