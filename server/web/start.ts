import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { links } from '#contract/links.ts'
import { keepDemoApart } from '#server/accounts/demo.ts'
import { warnOfOwnPower } from '#server/activity/guard.ts'
import { firstAdminFromEnvironment } from '#server/people/first-admin.ts'
import { ensureSetupToken } from '#server/people/setup.ts'
import { peerHeader } from '#server/platform/api/address.ts'
import { EnvironmentError, env } from '#server/platform/env.ts'
import { log } from '#server/platform/log.ts'
import { answerAheadOfNext } from './ahead-of-next.ts'
import { decodable } from './decodable.ts'
import { type Web, web } from './process.ts'

// `npm start` has just printed a token of its own when the web process comes up.
const shownElsewhereMs = 5 * 60_000

/** What the web process does before its first request. */
export async function startWeb(): Promise<void> {
  prepareRequests()
  const opened = web()
  // Next finishes open requests before it exits; an event stream would never be finished.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => opened.listener.close())
  if (env().FLEETWARDEN_AWS === 'real') await refuseDemo(opened)
  await warnOfOwnPower(opened.database.pool)
  await letAnAdminIn(opened)
}

/**
 * Route handlers see no socket, so its address travels as a header, written over whatever the client sent. An address
 * with a broken escape is taken as it is written: Next would answer 500 before anything of ours is asked.
 */
function prepareRequests() {
  const servers = new WeakSet<Server>()
  subscribe('http.server.request.start', (message) => {
    const { request, socket, server } = message as { request: IncomingMessage; socket: Socket; server: Server }
    // In development Next loads changed code anew, but never this.
    if (process.env.NODE_ENV === 'production' && !servers.has(server)) answerAheadOfNext(server, web)
    servers.add(server)
    request.headers[peerHeader] = socket.remoteAddress ?? ''
    request.url = decodable(request.url ?? '/')
  })
}

// Whoever starts the processes by themselves may have pointed them at the database of a demo.
async function refuseDemo({ database }: Web): Promise<void> {
  try {
    await keepDemoApart(database, 'real')
  } catch (error) {
    if (!(error instanceof EnvironmentError)) return log.error({ err: error }, 'Could not look for the demo')
    log.fatal(error.message)
    process.exit(1)
  }
}

async function letAnAdminIn({ database, settings }: Web): Promise<void> {
  try {
    if (await firstAdminFromEnvironment(database)) log.info('Made the first admin from the environment')
    const token = await ensureSetupToken(database, shownElsewhereMs)
    if (token) process.stdout.write(`\nMake the first admin at ${settings.url}${links.setup()}?token=${token}\n\n`)
  } catch (error) {
    // The database may come up later than we do; /readyz says so meanwhile.
    log.error({ err: error }, 'Could not look for the first admin')
  }
}
