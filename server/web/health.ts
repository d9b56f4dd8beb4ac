import fs from 'node:fs'
import path from 'node:path'
import { sameText } from '#server/people/secrets.ts'
import { peerHeader } from '#server/platform/api/address.ts'
import { problem, problemResponse } from '#server/platform/api/problem.ts'
import { log } from '#server/platform/log.ts'
import type { Web } from './process.ts'

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

/** The process answers. */
export function healthz(): Response {
  return new Response('ok\n', { headers: plain })
}

/** The database answers and has every migration this version was built with; 503 otherwise. */
export async function readyz(web: Web): Promise<Response> {
  try {
    const { rows } = await web.database.pool.query<{ migration_name: string }>(
      'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    )
    const applied = new Set(rows.map((row) => row.migration_name))
    const missing = migrationNames().filter((name) => !applied.has(name))
    if (missing.length === 0) return new Response('ready\n', { headers: plain })
    return problemResponse(problem(503, `Migrations are missing: ${missing.join(', ')}.`), {
      'cache-control': 'no-store',
    })
  } catch (error) {
    log.warn({ err: error }, 'Not ready')
    return problemResponse(problem(503, 'The database does not answer.'), { 'cache-control': 'no-store' })
  }
}

/** Prometheus text for this machine, or for who knows the token; for others there is nothing here. */
export async function metrics(web: Web, headers: Headers): Promise<Response> {
  if (!mayScrape(web, headers)) return problemResponse(problem(404, 'There is nothing at this address.'))
  const { registry } = web.metrics
  return new Response(await registry.metrics(), { headers: { ...plain, 'content-type': registry.contentType } })
}

function mayScrape({ settings }: Web, headers: Headers): boolean {
  const token = settings.metricsToken
  if (token) return sameText(headers.get('authorization') ?? '', `Bearer ${token}`)
  // Behind a proxy every caller's socket is the proxy's. Next fills X-Forwarded-For with the socket's own address
  // when nobody set it, so any other value there means that somebody stands between.
  const peer = headers.get(peerHeader) ?? ''
  const direct = (headers.get('x-forwarded-for') ?? peer) === peer
  return direct && !settings.trustProxy && /^(::1|(::ffff:)?127\.[\d.]+)$/.test(peer)
}

let names: string[] | undefined

// The server runs from the folder it was built in; bundled code cannot find its own place on disk.
function migrationNames(): string[] {
  names ??= fs
    .readdirSync(path.join(process.cwd(), 'prisma', 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  return names
}
