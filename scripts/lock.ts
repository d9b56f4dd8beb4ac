import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Runs `work` while this process alone holds `file`, waiting for other holders. A dead holder's lock is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!takeLock(file, {})) await sleep(100)
  try {
    return await work()
  } finally {
    releaseLock(file)
  }
}

/** Takes the lock and notes `about` in it, or returns false when a living process holds it. */
export function takeLock(file: string, about: Record<string, unknown>): boolean {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  // Linking a finished file is the one atomic "create unless it exists" that never shows an empty lock.
  const mine = `${file}.${process.pid}`
  fs.writeFileSync(mine, JSON.stringify({ pid: process.pid, ...about }), { mode: 0o600 })
  try {
    fs.linkSync(mine, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    fs.rmSync(mine, { force: true })
  }
  if (heldByLiving(file)) return false
  // Two may find the same dead holder: whoever moves the lock away must check it is not the other's new one.
  const dead = `${mine}.dead`
  try {
    fs.renameSync(file, dead)
    if (heldByLiving(dead)) fs.linkSync(dead, file)
  } catch {}
  fs.rmSync(dead, { force: true })
  return takeLock(file, about)
}

function heldByLiving(file: string): boolean {
  const holder = readLock(file)
  return holder !== undefined && isAlive(holder.pid)
}

/** Gives the lock back, if it is ours. */
export function releaseLock(file: string) {
  if (readLock(file)?.pid === process.pid) fs.rmSync(file, { force: true })
}

/** What the holder noted, with its pid. Undefined when nobody holds it. */
export function readLock(file: string): ({ pid: number } & Record<string, unknown>) | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Whether a process of this id exists, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
