import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findBinaries, ownerFor } from './binaries.ts'
import { type Cluster, initialise, start, stop, urlOf } from './server-process.ts'

/** A database server for one test run: fast, not durable, gone afterwards, even when this process is killed. */
export type ThrowawayDatabase = { url: string; port: number; password: string; data: string; stop: () => Promise<void> }

/** Starts an empty server in memory or the temporary folder, with fsync off. `stop` ends it and removes its files. */
export async function startThrowawayDatabase(): Promise<ThrowawayDatabase> {
  const folder = fs.mkdtempSync(path.join(roomiest(), 'fleetwarden-test-'))
  const data = path.join(folder, 'data')
  const owner = ownerFor(data)
  fs.mkdirSync(data, { mode: 0o700 })
  if (owner) {
    fs.chownSync(folder, owner.uid, owner.gid)
    fs.chownSync(data, owner.uid, owner.gid)
  }
  const password = randomBytes(24).toString('base64url')
  const cluster: Cluster = { data, log: path.join(folder, 'log'), password, owner, binaries: findBinaries(owner) }
  initialise(cluster, { lasting: false })
  const port = await start(cluster, settings)
  const leave = removeWhenOrphaned(folder)
  return {
    url: urlOf(port, password),
    port,
    password,
    data,
    async stop() {
      await stop(data, 'SIGQUIT')
      leave()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '256MB',
  jit: 'off',
  timezone: 'UTC',
}

const memory = '/dev/shm'
const roomBytes = 4 * 2 ** 30

// A database is a thousand small files: a disk takes ten times as long to make one and remove it.
function roomiest(): string {
  try {
    fs.accessSync(memory, fs.constants.W_OK)
    const { bavail, bsize } = fs.statfsSync(memory)
    if (Math.min(bavail * bsize, os.freemem()) >= roomBytes) return memory
  } catch {
    // Not Linux, or not ours to write to.
  }
  return os.tmpdir()
}

// A shell that waits for our end of a pipe to close: it closes whichever way this process ends.
function removeWhenOrphaned(folder: string): () => void {
  const script =
    'read line; [ "$line" = done ] || { kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; sleep 1; rm -rf "$1"; }'
  const guard = spawn('/bin/sh', ['-c', script, 'sh', folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.on('error', () => {})
  guard.stdin.on('error', () => {})
  guard.unref()
  ;(guard.stdin as unknown as { unref?: () => void }).unref?.()
  return () => guard.stdin.end('done\n')
}
