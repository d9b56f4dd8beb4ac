import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort, isFree } from '#server/platform/ports.ts'
import type { Binaries, Owner } from './binaries.ts'

/** One PostgreSQL data folder and what is needed to run it. `log` is where the server writes. */
export type Cluster = { data: string; log: string; password: string; owner: Owner | undefined; binaries: Binaries }

/** The one role of an embedded database; it owns everything in it. */
const role = 'app'

/** Creates an empty cluster: UTF-8, C.UTF-8 order, passwords by SCRAM. One that need not last is not synced to disk. */
export function initialise({ data, password, owner, binaries }: Cluster, { lasting }: { lasting: boolean }) {
  // initdb reads the password from a file that its own user must be able to open; it lives for that moment only.
  const secret = `${data}.password`
  fs.writeFileSync(secret, password, { mode: 0o600 })
  if (owner) fs.chownSync(secret, owner.uid, owner.gid)
  try {
    const choices = [
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      ...(lasting ? [] : ['--no-sync']),
    ]
    execFileSync(path.join(binaries.bin, 'initdb'), ['-D', data, '-U', role, `--pwfile=${secret}`, ...choices], {
      ...owner,
      cwd: '/',
      stdio: 'pipe',
      env: cleanEnvironment(),
    })
  } catch (error) {
    throw new Error(`initdb failed: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`)
  } finally {
    fs.rmSync(secret, { force: true })
  }
}

/**
 * Starts the server in the background on loopback and waits until it answers. It outlives this process.
 * Retries for 30 s while a killed predecessor lets go of its memory and lock. Returns the port.
 */
export async function start(
  cluster: Cluster,
  settings: Record<string, string>,
  preferredPort?: number,
): Promise<number> {
  const giveUp = Date.now() + 30_000
  let port = preferredPort && (await isFree(preferredPort)) ? preferredPort : await freePort()
  removeStaleLock(cluster.data)
  while (true) {
    const from = fs.existsSync(cluster.log) ? fs.statSync(cluster.log).size : 0
    const child = launch(cluster, { ...settings, port: String(port) })
    if (await answers(cluster, port, child)) return port
    const said = fs.readFileSync(cluster.log).subarray(from).toString()
    const passing = /lock file|shared memory|Address already in use|could not create any TCP/i.test(said)
    if (!passing || Date.now() > giveUp) throw new Error(`PostgreSQL did not start:\n${lastLines(said, 8)}`)
    if (/Address already in use/i.test(said)) port = await freePort()
    await sleep(300)
  }
}

/** The port of the server now running on this data folder, or undefined. */
export async function runningPort({ data, password }: Pick<Cluster, 'data' | 'password'>): Promise<number | undefined> {
  const lock = readLock(data)
  if (!lock) return undefined
  const found = await query(urlOf(lock.port, password), 'show data_directory').catch(() => undefined)
  return found?.[0]?.data_directory === fs.realpathSync(data) ? lock.port : undefined
}

/** Stops the server in an orderly way (a "fast" shutdown: sessions are ended, everything is written) and waits for it. */
export async function stop(data: string, signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT') {
  const pid = requestStop(data, signal)
  for (const giveUp = Date.now() + 30_000; pid && isPostgres(pid); await sleep(25)) {
    if (Date.now() > giveUp) process.kill(pid, 'SIGQUIT')
  }
}

/** Whether a server runs on this data folder, going by its lock and without asking it. */
export function isAlive(data: string): boolean {
  const lock = readLock(data)
  return lock !== undefined && isPostgres(lock.pid)
}

/** Asks the server to stop and does not wait. Returns its pid, undefined when none runs. */
export function requestStop(data: string, signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): number | undefined {
  const lock = readLock(data)
  if (!lock || !isPostgres(lock.pid)) return undefined
  process.kill(lock.pid, signal)
  return lock.pid
}

/** The address for clients, with the password in it. */
export function urlOf(port: number, password: string, database = 'postgres'): string {
  return `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

function launch({ data, log, owner, binaries }: Cluster, settings: Record<string, string>): ChildProcess {
  const fixed = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  const flags = Object.entries(fixed).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const out = fs.openSync(log, 'a', 0o600)
  try {
    const child = spawn(path.join(binaries.bin, 'postgres'), ['-D', data, ...flags], {
      ...owner,
      cwd: '/',
      // A session of its own: Ctrl-C in the terminal must not reach it before its clients have finished.
      detached: true,
      stdio: ['ignore', out, out],
      env: cleanEnvironment(),
    })
    child.on('error', () => {})
    child.unref()
    return child
  } finally {
    fs.closeSync(out)
  }
}

async function answers(cluster: Cluster, port: number, child: ChildProcess): Promise<boolean> {
  let exited = false
  child.once('exit', () => {
    exited = true
  })
  for (const giveUp = Date.now() + 60_000; !exited && Date.now() < giveUp; await sleep(25)) {
    const up = await query(urlOf(port, cluster.password), 'select 1').catch(() => undefined)
    if (up && !exited) return true
  }
  return false
}

// PostgreSQL believes a lock whose pid is alive; after a power cut that pid may be somebody else's.
function removeStaleLock(data: string) {
  const lock = readLock(data)
  if (lock && !isPostgres(lock.pid)) fs.rmSync(path.join(data, 'postmaster.pid'), { force: true })
}

function readLock(data: string): { pid: number; port: number } | undefined {
  try {
    const lines = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    return pid > 0 ? { pid, port } : undefined
  } catch {
    return undefined
  }
}

function isPostgres(pid: number): boolean {
  try {
    if (process.platform === 'linux') return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).includes('postgres')
  } catch {
    return false
  }
}

// PGDATA, PGPORT, PGOPTIONS … of the person's own PostgreSQL must not steer this one.
function cleanEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: process.env.PATH, TMPDIR: os.tmpdir(), LC_ALL: 'C', TZ: 'UTC' }
}

function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n')
}
