import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { findBinaries, ownerFor, reachableByOthers, sharedFolder } from './binaries.ts'
import {
  type Cluster,
  initialise,
  isAlive,
  query,
  requestStop,
  runningPort,
  start,
  stop,
  urlOf,
} from './server-process.ts'

/** A running database: its address, and whether this call started it or found it running. */
export type RunningDatabase = {
  url: string
  adopted: boolean
  runs: () => boolean
  stop: () => Promise<void>
  kill: () => void
}

/** Which of the server's databases: without one, that which was last remembered, `fleetwarden` at first. */
export type Chosen = { name: string; remember: boolean }

const firstName = 'fleetwarden'

/**
 * Starts the database kept in `folder` (created on first use), or adopts the one already running there.
 * Port and password are random and live in `folder/connection.json`, readable by the owner only.
 * Throws with PostgreSQL's own last words when it cannot start.
 */
export async function startLastingDatabase(folder: string, logFile: string, chosen?: Chosen): Promise<RunningDatabase> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 })
  fs.mkdirSync(path.dirname(logFile), { recursive: true })
  const data = dataFolderIn(folder)
  const known = readConnection(folder)
  const owner = ownerFor(data)
  const cluster: Cluster = {
    data,
    log: logFile,
    password: known?.password ?? randomBytes(24).toString('base64url'),
    owner,
    binaries: findBinaries(owner),
  }
  if (known && !fs.existsSync(path.join(data, 'PG_VERSION'))) fs.rmSync(connectionFile(folder))
  prepare(cluster, folder)

  const running = await runningPort(cluster)
  const port = running ?? (await start(cluster, settingsFor(os.totalmem()), known?.port))
  const remembered = known?.database ?? firstName
  const name = chosen?.name ?? remembered
  writeConnection(folder, { password: cluster.password, port, database: chosen?.remember ? name : remembered })
  await ensureDatabase(port, cluster.password, name)
  return {
    url: urlOf(port, cluster.password, name),
    adopted: running !== undefined,
    runs: () => isAlive(data),
    stop: () => stop(data),
    kill: () => requestStop(data),
  }
}

// Without its password (a first start that died half way, or a removed .fleetwarden) a folder is of no use: begin again,
// but keep the last such folder, it may have held something.
function prepare(cluster: Cluster, folder: string) {
  const { data, owner, binaries } = cluster
  const version = path.join(data, 'PG_VERSION')
  if (fs.existsSync(version) && fs.existsSync(connectionFile(folder))) {
    const major = Number(fs.readFileSync(version, 'utf8'))
    if (major === binaries.major) return
    throw new Error(
      `${data} was written by PostgreSQL ${major}, but ${binaries.major} is installed. Dump and restore it.`,
    )
  }
  fs.rmSync(`${data}.old`, { recursive: true, force: true })
  if (fs.existsSync(path.join(data, 'base'))) fs.renameSync(data, `${data}.old`)
  fs.rmSync(data, { recursive: true, force: true })
  fs.mkdirSync(data, { recursive: true, mode: 0o700 })
  if (owner) fs.chownSync(data, owner.uid, owner.gid)
  initialise(cluster, { lasting: true })
  writeConnection(folder, { password: cluster.password })
}

async function ensureDatabase(port: number, password: string, name: string) {
  const admin = urlOf(port, password)
  const found = await query(admin, `select 1 from pg_database where datname = ${pg.escapeLiteral(name)}`)
  if (found.length === 0) await query(admin, `create database ${pg.escapeIdentifier(name)}`)
}

// Bulk writes are the load of a sync; a commit still waits for the disk. Pages in the log are not compressed: the one way
// this build has (pglz) takes three times as long as all the rest of writing to places that lie apart.
function settingsFor(memoryBytes: number): Record<string, string> {
  const mb = memoryBytes / 2 ** 20
  return {
    shared_buffers: `${Math.round(Math.min(2048, Math.max(128, mb / 8)))}MB`,
    effective_cache_size: `${Math.round(Math.max(256, mb / 2))}MB`,
    maintenance_work_mem: '128MB',
    work_mem: '16MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    synchronous_commit: 'on',
    random_page_cost: '1.1',
    jit: 'off',
    autovacuum_naptime: '20s',
    autovacuum_vacuum_cost_limit: '1000',
    dynamic_shared_memory_type: sharedMemoryIsRoomy() ? 'posix' : 'mmap',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
}

// Containers often give /dev/shm 64 MB, which a parallel query can exhaust.
function sharedMemoryIsRoomy(): boolean {
  if (process.platform !== 'linux') return true
  try {
    const { bavail, bsize } = fs.statfsSync('/dev/shm')
    return bavail * bsize >= 512 * 2 ** 20
  } catch {
    return false
  }
}

// As root the server runs as `nobody`, who cannot enter a home of mode 0700: such data lives beside, by checkout.
function dataFolderIn(folder: string): string {
  const inside = path.join(fs.realpathSync(folder), 'data')
  if (process.getuid?.() !== 0 || reachableByOthers(folder)) return inside
  const mark = createHash('sha256').update(inside).digest('hex').slice(0, 16)
  return path.join(sharedFolder(), `data-${mark}`)
}

type Connection = { password: string; port?: number; database?: string }

function connectionFile(folder: string): string {
  return path.join(folder, 'connection.json')
}

function readConnection(folder: string): Connection | undefined {
  try {
    return JSON.parse(fs.readFileSync(connectionFile(folder), 'utf8')) as Connection
  } catch {
    return undefined
  }
}

function writeConnection(folder: string, connection: Connection) {
  const half = `${connectionFile(folder)}.${process.pid}`
  fs.writeFileSync(half, `${JSON.stringify(connection)}\n`, { mode: 0o600 })
  fs.renameSync(half, connectionFile(folder))
}
