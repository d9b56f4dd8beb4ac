import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runChild, startChild } from '#scripts/start/children.ts'
import { commonEnvironment, webEnvironment, workerEnvironment } from '#scripts/start/environments.ts'
import { keepDatabase } from '#scripts/start/keep-database.ts'
import { createParts } from '#scripts/start/parts.ts'
import { createProgress } from '#scripts/start/progress.ts'
import { readSecrets, signingKeyFile } from '#scripts/start/secrets.ts'
import { readSettings, usesRealAws } from '#scripts/start/settings.ts'
import { keepWorker } from '#scripts/start/worker.ts'
import { freePort, isFree } from '#server/platform/ports.ts'

let folder: string

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-start-'))
})

afterEach(() => fs.rmSync(folder, { recursive: true }))

test.each([
  [{}, false],
  [{ AWS_REGION: 'eu-west-1' }, false],
  [{ AWS_PROFILE: '' }, false],
  [{ AWS_PROFILE: 'fleet' }, true],
  [{ AWS_ACCESS_KEY_ID: 'AKIA' }, true],
  [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' }, true],
  [{ AWS_ENDPOINT_URL_IOT: 'http://127.0.0.1:5000' }, true],
  [{ AWS_PROFILE: 'fleet', FLEETWARDEN_AWS: 'simulated' }, false],
  [{ FLEETWARDEN_AWS: 'real' }, true],
])('%o means real AWS: %s', (variables, real) => {
  expect(usesRealAws(variables)).toBe(real)
})

test('names every setting that is wrong', () => {
  expect(readSettings({ PORT: '', AWS_REGION: '' })).toMatchObject({
    port: 3000,
    region: 'eu-west-1',
    scenario: 'demo',
  })
  expect(() => readSettings({ PORT: 'http', DATABASE_URL: 'mysql://x', AWS_REGION: 'Frankfurt' })).toThrow(
    /PORT [^\n]+\n {2}DATABASE_URL must be a postgresql:\/\/ address\n {2}AWS_REGION must be an AWS region/,
  )
  expect(() => readSettings({ BETTER_AUTH_SECRET: 'short', LOG_LEVEL: 'loud' })).toThrow(
    /BETTER_AUTH_SECRET must have at least 32 characters\n {2}LOG_LEVEL/,
  )
  expect(() => readSettings({ FLEETWARDEN_QUOTA_SHARE: '2' })).toThrow('FLEETWARDEN_QUOTA_SHARE')
  expect(readSettings({ AWS_REGION: 'eusc-de-east-1' }).region).toBe('eusc-de-east-1')
})

test('the web process is given nothing of AWS; the worker of a demo only the simulator', () => {
  const settings = { ...readSettings({}), folder }
  process.env.AWS_SESSION_TOKEN = 'mine'
  try {
    const common = commonEnvironment(settings, {
      databaseUrl: 'postgresql://x/y',
      url: 'http://localhost:1',
      dev: false,
    })
    expect(Object.entries(webEnvironment(common)).filter(([name]) => name.startsWith('AWS_'))).toEqual([
      ['AWS_EC2_METADATA_DISABLED', 'true'],
    ])
    const demo = workerEnvironment(common, { port: 4566, region: 'eu-west-1' })
    expect(demo).toMatchObject({ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_REGION: 'eu-west-1' })
    expect(demo.AWS_SESSION_TOKEN).toBeUndefined()
    expect(workerEnvironment(common, undefined)).toMatchObject({ AWS_SESSION_TOKEN: 'mine' })
  } finally {
    delete process.env.AWS_SESSION_TOKEN
  }
})

test('secrets are made once, kept for the owner only, and yield to the environment', () => {
  const made = readSecrets(folder, {})
  expect(made.BETTER_AUTH_SECRET?.length).toBeGreaterThanOrEqual(32)
  expect(readSecrets(folder, {})).toEqual(made)
  expect(fs.statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(made.FLEETWARDEN_SECRET?.length).toBeGreaterThanOrEqual(32)
  expect(readSecrets(folder, { BETTER_AUTH_SECRET: 'given' })).toEqual({ ...made, BETTER_AUTH_SECRET: 'given' })
})

test('the key that seals reports is a file of its own, for the worker alone', () => {
  const made = signingKeyFile(folder, {})
  const file = made.FLEETWARDEN_SIGNING_KEY_FILE ?? ''
  const pem = fs.readFileSync(file, 'utf8')
  expect(pem).toContain('PRIVATE KEY')
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  expect(signingKeyFile(folder, {})).toEqual(made)
  expect(fs.readFileSync(file, 'utf8')).toBe(pem)
  expect(signingKeyFile(folder, { FLEETWARDEN_SIGNING_KEY: pem })).toEqual({})
  const all = { NODE_ENV: 'test', ...made, FLEETWARDEN_SIGNING_KEY: pem } as const
  expect(webEnvironment(all)).not.toHaveProperty('FLEETWARDEN_SIGNING_KEY')
  expect(webEnvironment(all)).not.toHaveProperty('FLEETWARDEN_SIGNING_KEY_FILE')
  expect(workerEnvironment(all, undefined)).toMatchObject(made)
})

test('a port is taken while somebody listens on it, on either loopback', async () => {
  const port = await freePort()
  expect(await isFree(port)).toBe(true)
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const server = net.createServer().listen(port, host)
    await new Promise((resolve) => server.once('listening', resolve))
    expect(await isFree(port)).toBe(false)
    await new Promise((resolve) => server.close(resolve))
  }
})

test('a step is one line, and a failing one says so', async () => {
  let text = ''
  const progress = createProgress({ write: (part) => (text += part) })
  expect(await progress.step('Digging', async () => ({ said: 'Dug', result: 7 }))).toBe(7)
  await expect(progress.step('Flying', () => Promise.reject(new Error('no wings')))).rejects.toThrow('no wings')
  expect(text).toMatch(/^ {2}✓ Dug +0\.0 s\n {2}✗ Flying +0\.0 s\n$/)
})

test('a child that fails is shown with its last words', async () => {
  const spec = child('oven', "console.log('smoke'); process.exit(3)")
  await expect(runChild(spec, () => () => {})).rejects.toThrow(/oven failed \(exit code 3\):\n {4}smoke/)
})

test('parts end youngest first, and one that will not is killed', async () => {
  const parts = createParts()
  const order: string[] = []
  parts.add({ name: 'database', stop: async () => void order.push('database'), kill: () => {} })
  const deaf = startChild(
    child('deaf', "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)"),
  )
  parts.add({ name: 'deaf', stop: () => deaf.stop(200), kill: deaf.kill })
  await until(() => deaf.output().includes('up'))
  await parts.stop((name) => order.push(`stop ${name}`))
  expect(order).toEqual(['stop deaf', 'stop database', 'database'])
  expect(await deaf.ended).toBe('signal SIGKILL')
})

test('a worker that keeps ending is given up after five restarts, with its last words', async () => {
  let text = ''
  const progress = createProgress({ write: (part) => (text += part) })
  const said = await keepWorker(
    child('worker', "console.log('out of luck'); process.exit(1)"),
    createParts(),
    progress,
    1,
  )
  expect(said).toMatch(/worker ended 6 times \(exit code 1\)[\s\S]*out of luck/)
  expect(text.match(/starting it again/g)).toHaveLength(5)
})

test('a database that ended is started again, and given up after five times or when it comes back elsewhere', async () => {
  let text = ''
  const progress = createProgress({ write: (part) => (text += part) })
  const keep = (again: () => Promise<string>) =>
    keepDatabase('postgresql://here', { runs: () => false, again }, createParts(), progress, 1)
  let asked = 0
  expect(
    await keep(async () => {
      asked += 1
      return 'postgresql://here'
    }),
  ).toMatch(/ended 6 times/)
  expect(asked).toBe(5)
  expect(text.match(/starting it again/g)).toHaveLength(5)
  expect(await keep(async () => 'postgresql://there')).toMatch(/another address/)
  expect(await keep(() => Promise.reject(new Error('disk full')))).toMatch(/does not start again: disk full/)
})

test('children do not outlive a parent that was killed', async () => {
  const inner = path.join(folder, 'inner.log')
  const outerSource = `
    const { startChild } = await import(${JSON.stringify(path.resolve('scripts/start/children.ts'))})
    const child = startChild({ name: 'inner', args: ['-e', 'setInterval(() => {}, 1000)'], env: process.env, log: ${JSON.stringify(inner)} })
    console.log('pid', child.pid)
    setInterval(() => {}, 1000)`
  const outer = startChild({
    ...child('outer', ''),
    args: ['--import', 'tsx', '--input-type=module', '-e', outerSource],
  })
  await until(() => /pid \d+/.test(outer.output()))
  const pid = Number(/pid (\d+)/.exec(outer.output())?.[1])
  process.kill(outer.pid, 'SIGKILL')
  await outer.ended
  await until(() => !isRunning(pid))
})

function child(name: string, source: string) {
  return { name, args: ['-e', source], env: process.env, log: path.join(folder, `${name}.log`) }
}

async function until(met: () => boolean) {
  for (const giveUp = Date.now() + 10_000; !met(); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > giveUp) throw new Error('It did not happen within 10 s')
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A killed process whose parent has not looked yet still has an entry.
    return !(process.platform === 'linux' && fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '))
  } catch {
    return false
  }
}
