import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { type RunningDatabase, startLastingDatabase } from '#server/platform/embedded-postgres/lasting.ts'
import { migrate } from '#server/platform/migrations.ts'
import { fillDataset } from './dataset.ts'
import type { Size } from './measure.ts'

const root = path.join(import.meta.dirname, '..')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-bench-'))
// As root the server runs as somebody else; where that one cannot enter, its data would lie elsewhere and outlive the run.
fs.chmodSync(folder, 0o755)
const closing: (() => Promise<void>)[] = []
let server: Promise<RunningDatabase> | undefined
let fleet: Promise<{ url: string; database: Database }> | undefined

/** A database of its own, migrated, on a PostgreSQL with the settings the product runs with; gone when the run ends. */
export async function freshDatabase(name: string): Promise<{ url: string; database: Database }> {
  server ??= startServer()
  const admin = createDatabase((await server).url, { connections: 1 })
  await admin.pool.query(`drop database if exists ${name} with (force)`)
  await admin.pool.query(`create database ${name}`)
  await admin.close()
  const url = new URL((await server).url)
  url.pathname = `/${name}`
  await migrate(url.href)
  const database = createDatabase(url.href, { connections: 20 })
  closing.push(() => database.close())
  return { url: url.href, database }
}

/**
 * The same filled fleet for every path that reads: as many things as the size says, and 1.2 certificates for each.
 * BENCH_FLEET_URL names one that an earlier run filled: filling a million takes longer than measuring them.
 */
export function filledDatabase({ things }: Size): Promise<{ url: string; database: Database }> {
  fleet ??= (async () => {
    const kept = process.env.BENCH_FLEET_URL
    if (kept) return openKept(kept)
    const made = await freshDatabase('fleet')
    await fillDataset(made.database.pool, { things, certificates: Math.round(things * 1.2) })
    return made
  })()
  return fleet
}

async function openKept(url: string): Promise<{ url: string; database: Database }> {
  await migrate(url)
  const database = createDatabase(url, { connections: 20 })
  closing.push(() => database.close())
  return { url, database }
}

/** A simulated AWS with a generated fleet, in a process of its own. `calls` tells what it was asked since it started. */
export type Simulator = {
  url: string
  calls(): Promise<OperationCounts>
  churn(shares: Record<string, number>): Promise<void>
  stop(): Promise<void>
}
export type OperationCounts = Record<string, { calls: number; throttled: number }>

export async function startSimulator(things: number, quotaScale = 0): Promise<Simulator> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'simulator/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      SIM_SCENARIO: `generated-${things}`,
      SIM_QUOTA_SCALE: String(quotaScale),
      SIM_PARENT_PID: String(process.pid),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await Promise.race([
    once(readline.createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The simulator ended with ${code}`))),
  ])
  const { url, control } = JSON.parse(line) as { url: string; control: string }
  const stop = async () => void child.kill('SIGTERM')
  closing.push(stop)
  return {
    url,
    stop,
    async churn(shares) {
      const answer = await fetch(`${control}/churn`, { method: 'POST', body: JSON.stringify(shares) })
      if (!answer.ok) throw new Error(await answer.text())
    },
    async calls() {
      type Stats = { operations: Record<string, { calls: number; throttled: number }> }
      const { operations } = (await (await fetch(`${control}/stats`)).json()) as Stats
      return operations
    },
  }
}

/** Has something ended with the run. */
export function atEnd(close: () => Promise<void>) {
  closing.push(close)
}

/** Ends and removes everything. */
export async function closeWorld(): Promise<void> {
  for (const close of closing.reverse()) await close().catch(() => undefined)
  await (await server)?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}

function startServer(): Promise<RunningDatabase> {
  return startLastingDatabase(path.join(folder, 'postgres'), path.join(folder, 'postgres.log'))
}
