import { actorOf, type Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { asRole, personFields, toPerson } from './person.ts'
import { sessionEnd, sessionLimits } from './rules.ts'

/** The caller. With a token, `role` is what the token may do. */
export async function getMe(context: Context) {
  const actor = actorOf(context)
  const row = await context.database.prisma.user.findUnique({ where: { id: actor.id }, select: personFields })
  if (!row) throw new Refusal('unauthenticated', 'Sign in first.')
  return { ...toPerson(row, context.now), role: actor.role }
}

/** Everyone, by name. */
export async function listPeople({ database, now }: Context) {
  const rows = await database.prisma.user.findMany({ select: personFields, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
  return rows.map((row) => toPerson(row, now))
}

/** Where the caller is signed in, most recently used first. */
export async function listSessions(context: Context) {
  const actor = actorOf(context)
  const rows = await context.database.prisma.session.findMany({
    where: {
      userId: actor.id,
      expiresAt: { gt: context.now },
      updatedAt: { gt: new Date(context.now.getTime() - sessionLimits.idleS * 1000) },
    },
    orderBy: { updatedAt: 'desc' },
  })
  return rows.map((row) => ({
    id: row.id,
    current: row.id === actor.sessionId,
    createdAt: row.createdAt.toISOString(),
    // Written now and then only; who asks is here.
    lastSeenAt: (row.id === actor.sessionId ? context.now : row.updatedAt).toISOString(),
    expiresAt: sessionEnd(row).toISOString(),
    ipAddress: row.ipAddress || null,
    userAgent: row.userAgent || null,
  }))
}

/** The caller's tokens, newest first, revoked ones too. */
export async function listApiTokens(context: Context) {
  const userId = actorOf(context).id
  const rows = await context.database.prisma.apiToken.findMany({ where: { userId }, orderBy: { createdAt: 'desc' } })
  return rows.map(toApiToken)
}

/** The caller's saved views, of one page or of all. */
export async function listSavedViews(context: Context, { page }: { page?: string }) {
  return context.database.prisma.savedView.findMany({
    where: { userId: actorOf(context).id, page },
    orderBy: [{ page: 'asc' }, { name: 'asc' }],
  })
}

/** Whether the first admin is still to be made. */
export async function setupState({ database }: Pick<Context, 'database'>) {
  const admin = await database.prisma.user.findFirst({ where: { role: 'admin', banned: false }, select: { id: true } })
  return { needed: !admin }
}

type TokenRow = {
  id: string
  name: string
  role: string
  prefix: string
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** A token without anything that could be used. */
export function toApiToken({ id, name, role, prefix, ...times }: TokenRow) {
  return {
    id,
    name,
    role: asRole(role),
    prefix,
    createdAt: times.createdAt.toISOString(),
    expiresAt: times.expiresAt?.toISOString() ?? null,
    lastUsedAt: times.lastUsedAt?.toISOString() ?? null,
    revokedAt: times.revokedAt?.toISOString() ?? null,
  }
}
