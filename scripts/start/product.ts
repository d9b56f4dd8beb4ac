import path from 'node:path'
import { isFree } from '#server/platform/ports.ts'
import { generate } from '../generate/generate.ts'
import { appLogin, applyMigrations } from '../migrate/apply.ts'
import { build, nextCli } from './build.ts'
import { type Child, lastLines, runChild, startChild } from './children.ts'
import {
  commonEnvironment,
  demoQuotaScale,
  simulatorEnvironment,
  webEnvironment,
  workerEnvironment,
} from './environments.ts'
import { type KeptDatabase, keepDatabase } from './keep-database.ts'
import type { Parts } from './parts.ts'
import type { Progress } from './progress.ts'
import { answering, type SimulatorReady, simulatorReady } from './ready.ts'
import { readSecrets, signingKeyFile } from './secrets.ts'
import type { Settings } from './settings.ts'
import { simulatorBirth } from './simulator-birth.ts'
import { keepWorker } from './worker.ts'

/** How this run differs from another: where the data lives, and hot reload or not. */
export type Run = {
  settings: Settings
  parts: Parts
  progress: Progress
  dev: boolean
  openDatabase(): Promise<Opened>
}

type Opened = { url: string; said: string; stop?: () => Promise<void>; kill?: () => void; kept?: KeptDatabase }

/** The running product. */
export type Product = {
  url: string
  /** The owner's address. */
  databaseUrl: string
  simulator: SimulatorReady | undefined
  /** How to sign in: the demo's people, or the set-up token. */
  welcome: string
  /** Settles with a sentence when a part has ended that nothing can do without. */
  failed: Promise<string>
}

const tsx = ['--import', 'tsx']

/** Brings everything up, in order, each part in `parts` as soon as it runs. Throws when one does not come up. */
export async function startProduct(run: Run): Promise<Product> {
  const { settings, parts, progress, dev } = run
  await generateCode(run)
  if (!dev) await buildWeb(run)
  const { url: ownerUrl, failed: databaseFailed } = await openDatabase(run)
  await migrateDatabase(run, ownerUrl)
  // On a database of our own, web and worker are somebody who cannot change the trail.
  const databaseUrl = settings.databaseUrl ?? (await appLogin(ownerUrl))

  const port = await choosePort(settings.port, progress)
  const url = settings.publicUrl ?? `http://localhost:${port}`
  const common = {
    ...commonEnvironment(settings, { databaseUrl, url, dev }),
    ...readSecrets(settings.folder),
    ...signingKeyFile(settings.folder),
  }
  const forWeb = webEnvironment(common)

  const simulator = settings.realAws ? undefined : await startSimulator(run, forWeb)
  const welcome = await prepareAccounts(run, forWeb)
  const forWorker = workerEnvironment(common, simulator && { port: simulator.ready.port, region: settings.region })
  // Far above what a pass needs; without a bound the collector of garbage lets a busy worker grow by half.
  const workerArgs = [...(dev ? ['--watch'] : []), '--max-old-space-size=256', ...tsx, 'server/worker.ts']
  const worker = { name: 'worker', args: workerArgs, env: forWorker, log: logOf(settings, 'worker') }
  const workerFailed = keepWorker(worker, parts, progress)
  const web = await startWeb(run, forWeb, port)

  const children = [web, ...(simulator ? [simulator.child] : [])]
  return {
    url,
    databaseUrl: ownerUrl,
    simulator: simulator?.ready,
    welcome,
    failed: Promise.race([workerFailed, databaseFailed, ...children.map(lastWords)]),
  }
}

async function generateCode({ progress }: Run) {
  await progress.step('Generating code', async () => {
    const written = await generate()
    return { said: written.length > 0 ? 'Generated code' : 'Generated code is fresh', result: undefined }
  })
}

async function buildWeb({ settings, parts, progress }: Run) {
  await progress.step('Building the web app (a minute or two, once)', async () => {
    const built = await build(logOf(settings, 'build'), parts.child)
    return { said: built ? 'Built the web app' : 'The web app is fresh', result: undefined }
  })
}

function openDatabase({ parts, progress, ...run }: Run): Promise<{ url: string; failed: Promise<string> }> {
  return progress.step('Starting the database', async () => {
    let opened: Opened | undefined
    const opening = run.openDatabase().then((database) => {
      opened = database
      return database
    })
    // Known before it runs: whoever stops while it comes up waits for it, so that it does not stay behind.
    const forget = parts.add({
      name: 'database',
      stop: async () => (await opening.catch(() => undefined))?.stop?.(),
      kill: () => opened?.kill?.(),
    })
    const { url, said, stop, kept } = await opening
    if (!stop) forget()
    const failed = kept ? keepDatabase(url, kept, parts, progress) : new Promise<string>(() => {})
    return { said, result: { url, failed } }
  })
}

async function migrateDatabase({ progress }: Run, ownerUrl: string) {
  await progress.step('Applying migrations', async () => {
    const { length } = await applyMigrations(ownerUrl)
    const said = length > 0 ? `Applied ${length} migration${length === 1 ? '' : 's'}` : 'The schema is fresh'
    return { said, result: undefined }
  })
}

async function choosePort(wanted: number, progress: Progress): Promise<number> {
  for (let port = wanted; port < wanted + 50 && port <= 65_535; port += 1) {
    if (!(await isFree(port))) continue
    if (port !== wanted) progress.note(`Port ${wanted} is taken, using ${port}`)
    return port
  }
  throw new Error(`Ports ${wanted} to ${wanted + 49} are all taken. Choose another with PORT=…`)
}

function startSimulator({ settings, parts, progress }: Run, forWeb: NodeJS.ProcessEnv) {
  return progress.step('Starting the simulated AWS', async () => {
    const env = {
      ...simulatorEnvironment(forWeb),
      SIM_PORT: '0',
      SIM_SCENARIO: settings.scenario,
      SIM_BORN_AT: simulatorBirth(settings.folder),
      SIM_PARENT_PID: String(process.pid),
      SIM_QUOTA_SCALE: demoQuotaScale(process.env),
    }
    const args = [...tsx, 'simulator/main.ts']
    const child = startChild({ name: 'simulated AWS', args, env, log: logOf(settings, 'simulator') })
    parts.child(child)
    const ready = await simulatorReady(child)
    return { said: `The simulated AWS answers on port ${ready.port}`, result: { child, ready } }
  })
}

// In processes of their own, because they need the generated client, which did not exist when this one started.
function prepareAccounts({ settings, parts, progress }: Run, env: NodeJS.ProcessEnv): Promise<string> {
  return progress.step('Preparing accounts', async () => {
    const script = settings.realAws ? 'scripts/setup-link.ts' : 'scripts/seed-demo.ts'
    const log = logOf(settings, 'accounts')
    const said = await runChild({ name: script, args: [...tsx, script], env, log }, parts.child)
    return { said: settings.realAws ? 'Accounts are ready' : 'The demo accounts are ready', result: said.trim() }
  })
}

function startWeb({ settings, parts, progress, dev }: Run, env: NodeJS.ProcessEnv, port: number): Promise<Child> {
  return progress.step('Starting the worker and the web server', async () => {
    const args = [nextCli(), dev ? 'dev' : 'start', '-H', '127.0.0.1', '-p', String(port)]
    const child = startChild({ name: 'web server', args, env, log: logOf(settings, 'web') })
    parts.child(child)
    await answering(`http://127.0.0.1:${port}/readyz`, child)
    return { said: 'The web server answers', result: child }
  })
}

async function lastWords(child: Child): Promise<string> {
  const how = await child.ended
  return `The ${child.name} ended (${how}). Its last lines:\n${lastLines(child.output(), 15)}`
}

function logOf({ folder }: Settings, name: string): string {
  return path.join(folder, 'logs', `${name}.log`)
}
