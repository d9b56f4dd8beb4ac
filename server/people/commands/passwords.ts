import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Prisma } from '#generated/prisma/client.ts'
import { record } from '#server/activity/record.ts'
import { actorOf, type Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { personFields, toPerson } from '../person.ts'
import { sameAsBefore, samePassword, temporaryUntil } from '../rules.ts'

const changedMeanwhile = 'The password was changed meanwhile. Sign in again.'

/**
 * Gives somebody a temporary password and signs them out everywhere; their tokens stay, nobody learnt those. Throws a
 * Refusal for oneself, whose password nobody else is to know, and for a token: whoever found one could enter as anybody.
 */
export async function setTemporaryPassword(context: Context, { id, password }: { id: string; password: string }) {
  const actor = actorOf(context)
  if (actor.tokenId) throw new Refusal('forbidden', 'A token cannot set passwords. Sign in to do that.')
  if (actor.id === id) throw new Refusal('conflict', 'This is you. Change your own password under Settings.')
  const passwordHash = await hashPassword(password)
  const until = temporaryUntil(context.now)
  return context.database.prisma.$transaction(async (tx) => {
    // Of two admins who set each other's at once, one keeps their own: both might expire.
    await tx.$queryRaw`select id from users where role = 'admin' order by id for update`
    const chosen = { id: actor.id, role: 'admin', banned: false, temporaryPasswordUntil: null }
    if ((await tx.user.count({ where: chosen })) === 0)
      throw new Refusal('conflict', 'You may not do this any more. Sign in again.')
    const { count } = await tx.user.updateMany({
      where: { id },
      data: { temporaryPasswordUntil: until, updatedAt: context.now },
    })
    if (count === 0) throw new Refusal('not-found', 'There is no such person.')
    const data = { password: passwordHash, updatedAt: context.now }
    await tx.login.updateMany({ where: { userId: id, providerId: 'credential' }, data })
    await tx.session.deleteMany({ where: { userId: id } })
    await forgetHalfEntered(tx, id)
    const person = await tx.user.findUniqueOrThrow({ where: { id }, select: personFields })
    const object = { kind: 'person', id, name: person.email }
    await record(tx, context, { action: 'person.password-set', object, detail: { until: until.toISOString() } })
    return toPerson(person, context.now)
  })
}

/**
 * Puts the caller's own password in the place of the temporary one they signed in with, and signs their other sessions
 * out. Of two at once, one succeeds. Throws a Refusal when it may not be, with nothing changed.
 */
export async function choosePassword(context: Context, { current, next }: { current: string; next: string }) {
  const { id, email, sessionId, owesPassword } = actorOf(context)
  if (!owesPassword) throw new Refusal('conflict', 'You have a password of your own. Change it under Settings.')
  if (samePassword(current, next)) throw new Refusal('invalid', sameAsBefore)
  const { prisma } = context.database
  const where = { userId: id, providerId: 'credential' }
  const login = await prisma.login.findFirst({ where, select: { id: true, password: true } })
  const fits = login?.password && (await verifyPassword({ hash: login.password, password: current }))
  if (!fits) return 'wrong' as const
  const password = await hashPassword(next)
  return prisma.$transaction(async (tx) => {
    // The person first, as when an admin sets one: the other order would have the two wait for each other.
    const owed = { id, banned: false, temporaryPasswordUntil: { gt: context.now } }
    const taken = await tx.user.updateMany({
      where: owed,
      data: { temporaryPasswordUntil: null, updatedAt: context.now },
    })
    if (taken.count === 0) throw new Refusal('conflict', changedMeanwhile)
    const data = { password, updatedAt: context.now }
    const kept = await tx.login.updateMany({ where: { id: login.id, password: login.password }, data })
    if (kept.count === 0) throw new Refusal('conflict', changedMeanwhile)
    await tx.session.deleteMany({ where: { userId: id, NOT: { id: sessionId } } })
    await forgetHalfEntered(tx, id)
    await record(tx, context, { action: 'password.chosen', object: { kind: 'person', id, name: email } })
    return 'chosen' as const
  })
}

// Browsers that are not asked for a code, and sign-ins that wait for one: both go back to the password before.
async function forgetHalfEntered(tx: Prisma.TransactionClient, person: string): Promise<void> {
  const begun = [{ identifier: { startsWith: 'trust-device-' } }, { identifier: { startsWith: '2fa-' } }]
  await tx.verification.deleteMany({ where: { value: person, OR: begun } })
}
