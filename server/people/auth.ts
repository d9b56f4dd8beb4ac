import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Database } from '#server/platform/db.ts'
import { log } from '#server/platform/log.ts'
import { sessionLimits } from './rules.ts'

/** Where better-auth reads the caller's address; the route sets it, after what a client may have sent is removed. */
export const addressHeader = 'x-fleetwarden-address'

export type AuthSettings = { secret: string; url: string }

export type Auth = ReturnType<typeof createAuth>

/** Sign-in by password and one-time code. People are made by admins and by set-up, never over this. */
export function createAuth({ prisma }: Database, { secret, url }: AuthSettings) {
  return betterAuth({
    appName: 'Fleetwarden',
    baseURL: url,
    basePath: '/api/auth',
    secret,
    // The route has already made sure that the request comes from our own pages, by whatever name they are reached.
    trustedOrigins: (request) => [url, request?.headers.get('origin') ?? url],
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    account: { modelName: 'login' },
    session: {
      // The longest a session may last; that it also ends when idle is judged in sign-in.ts.
      expiresIn: sessionLimits.absoluteS,
      disableSessionRefresh: true,
    },
    rateLimit: { enabled: true, storage: 'database', window: 60, max: 100, customRules: attempts },
    plugins: [twoFactor({ issuer: 'Fleetwarden' })],
    databaseHooks: { session: { create: { before: ({ userId }) => beforeSession(prisma, userId) } } },
    advanced: {
      cookiePrefix: 'fleetwarden',
      useSecureCookies: url.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    telemetry: { enabled: false },
    logger: { log: (level, message) => log[level]({ from: 'better-auth' }, message) },
  } satisfies BetterAuthOptions)
}

// Guessing is slowed per address and path. A one-time code has a million values and lives half a minute.
const attempts = {
  '/sign-in/email': { window: 60, max: 10 },
  '/two-factor/*': { window: 60, max: 10 },
  '/change-password': { window: 60, max: 5 },
}

// Sessions that have ended are of no use to anybody; the next sign-in of their person clears them away.
async function beforeSession({ user, session }: Database['prisma'], userId: string): Promise<void> {
  const select = { banned: true, temporaryPasswordUntil: true }
  const person = await user.findUnique({ where: { id: userId }, select })
  if (person?.banned) throw new APIError('FORBIDDEN', { message: 'This account is disabled. Ask an admin.' })
  const now = Date.now()
  const until = person?.temporaryPasswordUntil?.getTime() ?? Number.POSITIVE_INFINITY
  // Said to those alone who gave it rightly: a session is made after the password was looked at.
  if (until <= now) throw new APIError('FORBIDDEN', { message: 'This temporary password has expired. Ask an admin.' })
  const idleSince = new Date(now - sessionLimits.idleS * 1000)
  const ended = [{ expiresAt: { lt: new Date(now) } }, { updatedAt: { lt: idleSince } }]
  await session.deleteMany({ where: { userId, OR: ended } })
}
