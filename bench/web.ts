import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build, nextCli } from '#scripts/start/build.ts'
import type { Database } from '#server/platform/db.ts'
import { freePort } from '#server/platform/ports.ts'
import { atEnd } from './world.ts'

const root = path.join(import.meta.dirname, '..')

/** The built web process over a database, and a viewer's token for it. */
export type Site = { url: string; headers: { authorization: string } }

let site: Promise<Site> | undefined

/** Builds if need be, and starts the web process once for all paths of a run. */
export function startSite(database: Database, databaseUrl: string): Promise<Site> {
  site ??= start(database, databaseUrl)
  return site
}

async function start({ pool }: Database, databaseUrl: string): Promise<Site> {
  await build(path.join(os.tmpdir(), `fleetwarden-bench-build-${process.pid}.log`), () => () => undefined)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [nextCli(), 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      BETTER_AUTH_SECRET: randomBytes(32).toString('hex'),
      FLEETWARDEN_URL: url,
      LOG_LEVEL: 'error',
    },
  })
  atEnd(async () => void child.kill('SIGTERM'))
  for (
    let tries = 0;
    !(await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ));
    tries++
  ) {
    if (tries > 300) throw new Error('The web process did not get ready')
    await sleep(100)
  }
  return { url, headers: { authorization: `Bearer ${await viewerToken(pool)}` } }
}

async function viewerToken(pool: Database['pool']): Promise<string> {
  const secret = `fw_${randomBytes(32).toString('base64url')}`
  await pool.query(
    "insert into users (id, name, email, role) values ('bench', 'Bench', 'bench@example.com', 'viewer') on conflict do nothing",
  )
  await pool.query(
    "insert into api_tokens (user_id, name, role, prefix, hash) values ('bench', 'bench', 'viewer', 'fw', $1)",
    [createHash('sha256').update(secret).digest('hex')],
  )
  return secret
}
