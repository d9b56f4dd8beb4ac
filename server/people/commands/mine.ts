import type { Role } from '#contract/roles.ts'
import { roleAllows } from '#contract/roles.ts'
import { record } from '#server/activity/record.ts'
import { actorOf, type Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { toApiToken } from '../queries.ts'
import { hashOf, newSecret } from '../secrets.ts'

const done = { done: true } as const
const mostTokens = 50
const mostViews = 200

/** Signs one of the caller's sessions out. Throws a Refusal when it is not theirs, and for a token: whoever found one could lock its owner out. */
export async function revokeSession(context: Context, { id }: { id: string }) {
  const actor = actorOf(context)
  return context.database.prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, userId: actor.id } })
    if (count === 0) throw new Refusal('not-found', 'There is no such session.')
    if (actor.tokenId) throw new Refusal('forbidden', 'A token cannot sign anybody out. Sign in to do that.')
    await record(tx, context, { action: 'session.revoked', subject: actor.email, object: { kind: 'session', id } })
    return done
  })
}

/** Makes a token and returns its secret, which is kept nowhere. Never stronger than its maker; tokens make no tokens. */
export async function createApiToken(
  context: Context,
  input: { name: string; role: Role; expiresInDays: number | null },
) {
  const actor = actorOf(context)
  if (actor.tokenId) throw new Refusal('forbidden', 'A token cannot make tokens. Sign in to make one.')
  if (!roleAllows(actor.role, input.role)) {
    throw new Refusal('forbidden', `A token cannot be stronger than you are; your role is ${actor.role}.`)
  }
  const secret = newSecret('fw_')
  const expiresAt = input.expiresInDays ? new Date(context.now.getTime() + input.expiresInDays * 86_400_000) : null
  return context.database.prisma.$transaction(async (tx) => {
    const live = await tx.apiToken.count({ where: { userId: actor.id, revokedAt: null } })
    if (live >= mostTokens) throw new Refusal('conflict', `You have ${mostTokens} tokens. Revoke one first.`)
    const { name, role } = input
    const row = await tx.apiToken.create({
      data: { userId: actor.id, name, role, prefix: secret.slice(0, 9), hash: hashOf(secret), expiresAt },
    })
    const after = { role, expiresAt: expiresAt?.toISOString() ?? null }
    const object = { kind: 'token', id: row.id, name }
    await record(tx, context, { action: 'token.created', object, after, detail: { role, token: row.id } })
    return { ...toApiToken(row), secret }
  })
}

/**
 * Revokes one of the caller's tokens; doing it again changes nothing. Of tokens, each revokes itself alone. Throws a
 * Refusal when it is not theirs.
 */
export async function revokeApiToken(context: Context, { id }: { id: string }) {
  const actor = actorOf(context)
  return context.database.prisma.$transaction(async (tx) => {
    const token = isUuid(id) ? await tx.apiToken.findFirst({ where: { id, userId: actor.id } }) : null
    if (!token) throw new Refusal('not-found', 'There is no such token.')
    if (actor.tokenId && actor.tokenId !== token.id)
      throw new Refusal('forbidden', 'A token can revoke itself and no other. Sign in to revoke this one.')
    const { count } = await tx.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: context.now } })
    const object = { kind: 'token', id, name: token.name }
    if (count > 0) await record(tx, context, { action: 'token.revoked', object, detail: { token: id } })
    return done
  })
}

/** Keeps a view, replacing the one of that name on that page. */
export async function saveView(context: Context, { page, name, query }: { page: string; name: string; query: string }) {
  const userId = actorOf(context).id
  const { savedView } = context.database.prisma
  const kept = await savedView.count({ where: { userId, NOT: { page, name } } })
  if (kept >= mostViews) throw new Refusal('conflict', `You have ${mostViews} views. Delete one first.`)
  return savedView.upsert({
    where: { userId_page_name: { userId, page, name } },
    create: { userId, page, name, query },
    update: { query },
  })
}

/** Deletes one of the caller's views. Throws a Refusal when it is not theirs. */
export async function removeView(context: Context, { id }: { id: string }) {
  const where = { id, userId: actorOf(context).id }
  const { count } = isUuid(id) ? await context.database.prisma.savedView.deleteMany({ where }) : { count: 0 }
  if (count === 0) throw new Refusal('not-found', 'There is no such view.')
  return done
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
}
