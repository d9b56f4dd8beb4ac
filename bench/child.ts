import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')

/** Variables on top of ours. */
export type Environment = Record<string, string>

/** What a finished process cost: wall and CPU time in ms, peak memory in MB, and what it printed. */
export type Usage = { ms: number; cpuMs: number; peakMb: number; output: string }

/** Runs a TypeScript file to its end. Throws with its last words when it fails. */
export async function runMeasured(file: string, args: string[], env: Environment): Promise<Usage> {
  const report = path.join(os.tmpdir(), `fleetwarden-usage-${process.pid}-${Math.random().toString(36).slice(2)}.json`)
  const from = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', path.join(root, 'bench', 'report-usage.ts'), file, ...args],
    { cwd: root, env: { ...process.env, ...env, BENCH_USAGE_FILE: report }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  let complaints = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    complaints = (complaints + chunk).slice(-2000)
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  const ms = performance.now() - from
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${complaints || output.slice(-2000)}`)
  const usage = JSON.parse(fs.readFileSync(report, 'utf8')) as { cpuMs: number; peakMb: number }
  fs.rmSync(report)
  return { ms, output, ...usage }
}

/** What a process needs to speak to a simulator instead of AWS. */
export const towards = (simulatorUrl: string) => ({
  AWS_ENDPOINT_URL: simulatorUrl,
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
})
