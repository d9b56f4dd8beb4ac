import http from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '#server/platform/migrations.ts'
import { freePort, isFree } from '#server/platform/ports.ts'
import { generate } from '../generate/generate.ts'
import { build, nextCli } from './build.ts'
import { type Child, lastLines, runChild, startChild } from './children.ts'
import { commonEnvironment, webEnvironment, workerEnvironment } from './environments.ts'
import type { Parts } from './parts.ts'
import type { Progress } from './progress.ts'
import { readSecrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import { keepWorker } from './worker.ts'

/** How this run differs from another: where the data lives, hot reload or not, and extra variables for its parts. */
export type Run = {
  settings: Settings
  parts: Parts
  progress: Progress
  dev: boolean
  openDatabase(): Promise<{ url: string; said: string; stop?: () => Promise<void>; kill?: () => void }>
  simulatorEnvironment?: Record<string, string>
}

/** The running product. `failed` settles with a sentence when a part ended that nothing can do without. */
export type Product = {
  url: string
  port: number
  databaseUrl: string
  simulator: { port: number; control: unknown } | undefined
  /** Printed by the script that prepares the accounts: demo accounts, or the set-up link. */
  welcome: string
  failed: Promise<string>
}

const tsx = ['--import', 'tsx']

/** Brings everything up, in order, each part in `parts` as soon as it runs. Throws when one does not come up. */
export async function startProduct(run: Run): Promise<Product> {
  const { settings, parts, progress, dev } = run
  const log = (name: string) => path.join(settings.folder, 'logs', `${name}.log`)
  const failures: Promise<string>[] = []
  const needed = (child: Child) => {
    parts.child(child)
    failures.push(
      child.ended.then((how) => `${child.name} ended (${how}). Its last lines:\n${lastLines(child.output(), 15)}`),
    )
    return child
  }

  await progress.step('Generating code', async () => {
    const written = await generate()
    return { said: written.length > 0 ? 'Generated code' : 'Generated code is fresh', result: undefined }
  })
  if (!dev) {
    await progress.step('Building the web app (a minute or two, once)', async () => {
      const built = await build(settings.folder, parts.child)
      return { said: built ? 'Built the web app' : 'The web app is fresh', result: undefined }
    })
  }
  const databaseUrl = await progress.step('Starting the database', async () => {
    const { url, said, stop, kill } = await run.openDatabase()
    if (stop) parts.add({ name: 'database', stop, kill: kill ?? (() => {}) })
    return { said, result: url }
  })
  await progress.step('Applying migrations', async () => {
    const applied = await migrate(databaseUrl)
    return {
      said: applied.length > 0 ? `Applied ${count(applied.length, 'migration')}` : 'The schema is fresh',
      result: undefined,
    }
  })

  const port = await choosePort(settings.port, progress)
  const url = settings.publicUrl ?? `http://localhost:${port}`
  const common = { ...commonEnvironment(settings, { databaseUrl, url, dev }), ...readSecrets(settings.folder) }

  const simulator = settings.realAws
    ? undefined
    : await progress.step('Starting the simulated AWS', async () => {
        const env = {
          ...common,
          SIM_PORT: String(await freePort()),
          SIM_SCENARIO: settings.scenario,
          ...run.simulatorEnvironment,
        }
        const child = needed(
          startChild({
            name: 'simulator',
            args: [...tsx, 'simulator/main.ts'],
            env: { ...env, SIM_PARENT_PID: String(process.pid) },
            log: log('simulator'),
          }),
        )
        const ready = await simulatorReady(child)
        return { said: `The simulated AWS answers on port ${ready.port}`, result: ready }
      })
  const forWorker = workerEnvironment(common, simulator && { port: simulator.port, region: settings.region })

  const welcome = await progress.step('Preparing accounts', async () => {
    const script = settings.realAws ? 'scripts/setup-link.ts' : 'scripts/seed-demo.ts'
    const env = { ...webEnvironment(common), AWS_REGION: settings.region }
    const said = await runChild({ name: script, args: [...tsx, script], env, log: log('accounts') }, parts.child)
    return { said: settings.realAws ? 'Accounts are ready' : 'The demo accounts are ready', result: said.trim() }
  })

  failures.push(
    keepWorker(
      {
        name: 'worker',
        args: [...(dev ? ['--watch'] : []), ...tsx, 'server/worker.ts'],
        env: forWorker,
        log: log('worker'),
      },
      parts,
      progress,
    ),
  )
  await progress.step('Starting the worker and the web server', async () => {
    const address = ['-H', '127.0.0.1', '-p', String(port)]
    const args = [nextCli(), dev ? 'dev' : 'start', ...address]
    const web = needed(startChild({ name: 'web server', args, env: webEnvironment(common), log: log('web') }))
    await webReady(`http://127.0.0.1:${port}/readyz`, web)
    return { said: 'The web server answers', result: undefined }
  })
  return { url, port, databaseUrl, simulator, welcome, failed: Promise.race(failures) }
}

async function choosePort(wanted: number, progress: Progress): Promise<number> {
  for (let port = wanted; port < wanted + 50 && port <= 65_535; port += 1) {
    if (!(await isFree(port))) continue
    if (port !== wanted) progress.note(`Port ${wanted} is taken, using ${port}`)
    return port
  }
  throw new Error(`Ports ${wanted} to ${wanted + 49} are all taken. Choose another with PORT=…`)
}

async function simulatorReady(child: Child): Promise<{ port: number; control: unknown }> {
  return until(child, 60_000, async () => {
    const line = child
      .output()
      .split('\n')
      .find((text) => text.startsWith('{"ready":true'))
    return line ? (JSON.parse(line) as { port: number; control: unknown }) : undefined
  })
}

async function webReady(address: string, child: Child): Promise<true> {
  return until(child, 120_000, async () => ((await statusOf(address)) === 200 ? true : undefined))
}

// A connection of its own, closed at once: one kept alive would hold up the server's own closing.
function statusOf(address: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = http.get(address, { agent: false, timeout: 30_000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(undefined))
  })
}

async function until<T>(child: Child, withinMs: number, look: () => Promise<T | undefined>): Promise<T> {
  let how: string | undefined
  child.ended.then((phrase) => {
    how = phrase
  })
  for (const giveUp = Date.now() + withinMs; Date.now() < giveUp; await sleep(100)) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (how) break
  }
  throw new Error(
    `The ${child.name} ${how ? `ended (${how})` : 'is not ready'}. Its last lines:\n${lastLines(child.output(), 15)}`,
  )
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
