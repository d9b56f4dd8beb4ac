import { randomUUID } from 'node:crypto'
import type { Role } from '#contract/roles.ts'
import type { Prisma } from '#generated/prisma/client.ts'

export type NewPerson = { name: string; email: string; role: Role }
/** `temporaryPasswordUntil`: somebody else chose the password. */
type Way = { passwordHash: string; temporaryPasswordUntil?: Date }

/** Writes a person and their way to sign in, in the form better-auth reads. Returns the new id. */
export async function insertPerson(
  tx: Prisma.TransactionClient,
  { name, email, role, passwordHash, temporaryPasswordUntil }: NewPerson & Way,
): Promise<string> {
  const id = randomUUID()
  // better-auth looks people up by the lower-case address.
  const person = { id, name, email: email.toLowerCase(), emailVerified: true, role, temporaryPasswordUntil }
  await tx.user.create({ data: person })
  const login = { id: randomUUID(), userId: id, accountId: id, providerId: 'credential', password: passwordHash }
  await tx.login.create({ data: login })
  return id
}
