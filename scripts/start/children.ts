import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../files.ts'

/** A Node process of ours: its arguments after `node`, its environment, and the file its output goes to. */
export type ChildSpec = { name: string; args: string[]; env: NodeJS.ProcessEnv; log: string }

export type Child = {
  name: string
  pid: number
  /** Settles when it has ended, with a phrase such as "exit code 1". */
  ended: Promise<string>
  /** What it has written so far. */
  output(): string
  /** Asks it to finish; after `graceMs` it is killed. */
  stop(graceMs?: number): Promise<void>
  kill(): void
}

const followParent = path.join(root, 'scripts', 'start', 'follow-parent.mjs')

/** Starts a child in a process group of its own, so that Ctrl-C reaches us alone and we choose the order. */
export function startChild({ name, args, env, log }: ChildSpec): Child {
  const out = openLog(log)
  const from = fs.fstatSync(out).size
  const child = spawn(process.execPath, ['--import', followParent, ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', out, out],
    env: { ...env, FLEETWARDEN_PARENT_PID: String(process.pid) },
  })
  fs.closeSync(out)
  const pid = child.pid
  if (pid === undefined) throw new Error(`${name} could not be started`)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
  })
  return {
    name,
    pid,
    ended,
    output: () => readFrom(log, from),
    kill: () => signalGroup(child, pid, 'SIGKILL'),
    async stop(graceMs = 10_000) {
      signalGroup(child, pid, 'SIGTERM')
      const ended_ = await Promise.race([ended, sleep(graceMs, undefined, { ref: false })])
      // Whatever it had started itself goes with it.
      if (ended_ === undefined || groupExists(pid)) signalGroup(child, pid, 'SIGKILL')
      await ended
    },
  }
}

/** Runs a child to its end and returns its output. Throws with its last lines when it fails. */
export async function runChild(spec: ChildSpec, register: (child: Child) => () => void): Promise<string> {
  const child = startChild(spec)
  const unregister = register(child)
  const how = await child.ended
  unregister()
  if (how === 'exit code 0') return child.output()
  throw new Error(`${spec.name} failed (${how}):\n${lastLines(child.output(), 40)}`)
}

/** The end of a text, indented for the terminal. */
export function lastLines(text: string, count: number): string {
  const lines = text.trimEnd().split('\n').slice(-count)
  return lines.map((line) => `    ${line}`).join('\n')
}

const keptBytes = 10 * 2 ** 20

function openLog(file: string): number {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > keptBytes) fs.renameSync(file, `${file}.1`)
  return fs.openSync(file, 'a', 0o600)
}

function readFrom(file: string, offset: number): string {
  return fs.readFileSync(file).subarray(offset).toString()
}

function signalGroup(child: ChildProcess, pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(-pid, signal)
  } catch {
    child.kill(signal)
  }
}

function groupExists(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return true
  } catch {
    return false
  }
}
