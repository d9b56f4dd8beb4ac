import { hashPassword } from 'better-auth/crypto'
import type { Role } from '#contract/roles.ts'
import { Prisma } from '#generated/prisma/client.ts'
import { record } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { insertPerson, type NewPerson } from '../insert-person.ts'
import { personFields, toPerson } from '../person.ts'
import { temporaryUntil } from '../rules.ts'

/**
 * Adds a person who signs in with `password`. Two people know it then, so it is temporary. Throws a Refusal when the e-mail
 * address is taken.
 */
export async function createPerson(context: Context, { password, ...input }: NewPerson & { password: string }) {
  const passwordHash = await hashPassword(password)
  try {
    return await context.database.prisma.$transaction(async (tx) => {
      const temporaryPasswordUntil = temporaryUntil(context.now)
      const id = await insertPerson(tx, { ...input, passwordHash, temporaryPasswordUntil })
      const { name, email, role } = input
      const object = { kind: 'person', id, name: email }
      await record(tx, context, { action: 'person.added', object, after: { name, role }, detail: { role } })
      return toPerson(await tx.user.findUniqueOrThrow({ where: { id }, select: personFields }), context.now)
    })
  } catch (error) {
    if (isTaken(error)) throw new Refusal('conflict', 'Somebody with that e-mail address exists already.')
    throw error
  }
}

/**
 * Changes a role, or disables or enables a person. Disabling ends their sessions and revokes their tokens at once.
 * Throws a Refusal when nobody could administer the installation afterwards.
 */
export async function updatePerson(context: Context, { id, role, disabled }: PersonChange) {
  return context.database.prisma.$transaction(async (tx) => {
    // Every change locks all admins, so that two of them cannot each demote the other as the last but one.
    await tx.$queryRaw`select id from users where role = 'admin' order by id for update`
    const person = await tx.user.findUnique({ where: { id } })
    if (!person) throw new Refusal('not-found', 'There is no such person.')
    const after = { role: role ?? person.role, banned: disabled ?? person.banned }
    if (person.role === 'admin' && !person.banned && (after.role !== 'admin' || after.banned)) {
      const where = { role: 'admin', banned: false, id: { not: id } }
      const others = await tx.user.findMany({ where, select: { temporaryPasswordUntil: true } })
      if (others.length === 0)
        throw new Refusal('conflict', 'This is the last admin. Make somebody else an admin first.')
      // A temporary password may expire before it is used, and then nobody would be left to set another.
      if (others.every((other) => other.temporaryPasswordUntil))
        throw new Refusal('conflict', 'No other admin has chosen a password yet. One has to, first.')
    }
    const object = { kind: 'person', id, name: person.email }
    if (after.role !== person.role) {
      const change = { before: { role: person.role }, after: { role: after.role } }
      const detail = { before: person.role, after: after.role }
      await record(tx, context, { action: 'person.role-changed', object, ...change, detail })
    }
    if (after.banned !== person.banned) {
      const action = after.banned ? 'person.disabled' : 'person.enabled'
      const change = { before: { disabled: person.banned }, after: { disabled: after.banned } }
      await record(tx, context, { action, object, ...change })
    }
    if (after.banned) {
      await tx.session.deleteMany({ where: { userId: id } })
      await tx.apiToken.updateMany({ where: { userId: id, revokedAt: null }, data: { revokedAt: context.now } })
    }
    await tx.user.update({ where: { id }, data: { ...after, updatedAt: context.now } })
    return toPerson(await tx.user.findUniqueOrThrow({ where: { id }, select: personFields }), context.now)
  })
}

type PersonChange = { id: string; role?: Role; disabled?: boolean }

function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
