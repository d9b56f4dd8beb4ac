import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { nextCli } from '#scripts/start/build.ts'
import { runChild, startChild } from '#scripts/start/children.ts'
import { answering } from '#scripts/start/ready.ts'
import { migrate } from '#server/platform/migrations.ts'
import { freePort } from '#server/platform/ports.ts'
import { sql } from './e2e-database.ts'
import { product } from './e2e-environment.ts'

/** A web process of its own on an empty database, as on the first day with real AWS. `link` is what it printed. */
export type NewInstallation = { url: string; link: string; stop(): Promise<void> }

export async function startNewInstallation(): Promise<NewInstallation> {
  const name = `new_${randomUUID().replaceAll('-', '')}`
  await sql(`create database ${name}`)
  const databaseUrl = new URL(product.databaseUrl)
  databaseUrl.pathname = `/${name}`
  await migrate(databaseUrl.href)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-new-'))
  const log = (part: string) => path.join(folder, `${part}.log`)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    DATABASE_URL: databaseUrl.href,
    BETTER_AUTH_SECRET: randomUUID(),
    FLEETWARDEN_URL: url,
    FLEETWARDEN_AWS: 'real',
  }
  const setup = { name: 'set-up link', args: ['--import', 'tsx', 'scripts/setup-link.ts'], env, log: log('setup') }
  const said = await runChild(setup, () => () => undefined)
  const args = [nextCli(), 'start', '-H', '127.0.0.1', '-p', String(port)]
  const web = startChild({ name: 'web server', args, env, log: log('web') })
  await answering(`${url}/readyz`, web)
  return {
    url,
    link: /http\S+/.exec(said)?.[0] ?? '',
    async stop() {
      await web.stop()
      fs.rmSync(folder, { recursive: true, force: true })
      await sql(`drop database ${name} with (force)`)
    },
  }
}
