import { execFileSync } from 'node:child_process'
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
  if (holderOf(file)) return false
  // Two may find the same dead holder: whoever moves the lock away must check it is not the other's new one.
  const dead = `${mine}.dead`
  try {
    fs.renameSync(file, dead)
    if (holderOf(dead)) fs.linkSync(dead, file)
  } catch {}
  fs.rmSync(dead, { force: true })
  return takeLock(file, about)
}

/** The living process that holds the lock, with what it noted. Undefined when nobody does. */
export function holderOf(file: string): ({ pid: number } & Record<string, unknown>) | undefined {
  const holder = readLock(file)
  return holder && isAlive(holder.pid) && isNode(holder.pid) ? holder : undefined
}

/** Gives the lock back, if it is ours. */
export function releaseLock(file: string) {
  if (readLock(file)?.pid === process.pid) fs.rmSync(file, { force: true })
}

/** What the last holder noted, alive or not. */
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

// After a restart of the machine, the pid in an old lock may belong to anything.
function isNode(pid: number): boolean {
  try {
    if (process.platform === 'linux') return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes('node')
  } catch {
    return false
  }
}
