import { setTimeout as sleep } from 'node:timers/promises'
import { holderOf, readLock, takeLock } from '../lock.ts'

/**
 * Makes this the one `npm start` of its checkout. Throws, naming the other, when one is running. One that was
 * killed is replaced: its children notice within a second and let go of their ports, which is waited for.
 */
export async function takeStart(file: string) {
  const killed = readLock(file)
  if (!takeLock(file, { startedAt: new Date().toISOString() })) {
    throw new Error(`Fleetwarden is already running from this folder (process ${holderOf(file)?.pid}). Stop it first.`)
  }
  if (killed) await sleep(killedChildrenMs)
}

const killedChildrenMs = 2_500
