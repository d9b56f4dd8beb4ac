import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { root } from '../files.ts'
import { generate } from '../generate/generate.ts'
import { nextCli } from '../start/build.ts'
import { runBrowserTests } from './browser-tests.ts'
import { oversizedFiles, unpinnedDependencies } from './repository.ts'
import { type Counts, playwrightCounts, vitestCounts } from './results.ts'

/** One line of `npm test`. A step that throws counts as one failure. */
export type Step = { id: string; title: string; run(): Promise<Counts> }

const results = path.join(root, 'test-results')
const once: Counts = { passed: 1, failed: 0, skipped: 0 }

export const steps: Step[] = [
  check('pins', 'Every dependency is pinned', async () => refuse(unpinnedDependencies(root))),
  check('sizes', 'No file is larger than 1 MiB', async () => refuse(oversizedFiles(root))),
  check('generate', 'Generated code', async () => {
    await generate()
    await command(nextCli(), ['typegen'])
  }),
  check('types', 'Types', () => command('typescript/bin/tsc', ['--noEmit'])),
  check('lint', 'Lint and format', () => command('@biomejs/biome/bin/biome', ['check', '.'])),
  check('unused', 'Unused code', () => command('knip/bin/knip.js', [])),
  {
    id: 'unit',
    title: 'Unit, database, API and AWS-wire tests',
    async run() {
      const file = freshFile('vitest.json')
      const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
      const code = await show('vitest/vitest.mjs', args)
      return vitestCounts(file, code)
    },
  },
  {
    id: 'e2e',
    title: 'Browser tests',
    async run() {
      const file = freshFile('playwright.json')
      const code = await runBrowserTests([], file)
      return playwrightCounts(file, code)
    },
  },
]

function check(id: string, title: string, work: () => Promise<unknown>): Step {
  return {
    id,
    title,
    async run() {
      await work()
      return once
    },
  }
}

function refuse(complaints: string[]) {
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
}

function freshFile(name: string): string {
  const file = path.join(results, name)
  fs.mkdirSync(results, { recursive: true })
  fs.rmSync(file, { force: true })
  return file
}

const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }

// Quiet unless it fails: then its output is the message.
async function command(cli: string, args: string[]) {
  try {
    execFileSync(process.execPath, [resolveCli(cli), ...args], {
      cwd: root,
      stdio: 'pipe',
      env: environment,
      maxBuffer: 64 * 2 ** 20,
    })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer }
    throw new Error(`${stdout ?? ''}${stderr ?? ''}`.trim() || String(error))
  }
}

// Long ones stream.
function show(cli: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, [resolveCli(cli), ...args], { cwd: root, stdio: 'inherit', env: environment })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

// Packages rarely export their command: it is found beside their package.json.
function resolveCli(cli: string): string {
  if (path.isAbsolute(cli)) return cli
  const name = cli.split('/').slice(0, cli.startsWith('@') ? 2 : 1)
  const rest = cli.split('/').slice(name.length)
  const folders = createRequire(import.meta.url).resolve.paths(name.join('/')) ?? []
  const found = folders.map((folder) => path.join(folder, ...name, ...rest)).find((file) => fs.existsSync(file))
  if (!found) throw new Error(`${cli} is not installed. Run npm ci.`)
  return found
}
