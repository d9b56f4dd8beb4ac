import { hashPassword } from 'better-auth/crypto'
import { roles } from '#contract/roles.ts'
import { insertPerson } from '#server/people/insert-person.ts'
import type { Database } from '#server/platform/db.ts'

/** What everybody in the demo signs in with. These people exist in simulated mode only. */
export const demoPassword = 'fleetwarden-demo'

/** One person of each role. */
export const demoPeople = roles.map((role) => ({
  role,
  name: `Demo ${role}`,
  email: `${role}@fleetwarden.example`,
}))

const demoAccounts = [
  { awsAccountId: '123456789012', region: 'eu-west-1', name: 'Demo production' },
  {
    awsAccountId: '210987654321',
    region: 'us-east-1',
    name: 'Demo second account',
    roleArn: 'arn:aws:iam::210987654321:role/fleetwarden-reader',
    externalId: 'fleetwarden-demo',
  },
]

/** Adds the demo's people and the simulator's two AWS accounts where they are missing. Never call it beside real AWS. */
export async function seedDemo({ prisma }: Database): Promise<void> {
  await prisma.awsAccount.createMany({ data: demoAccounts, skipDuplicates: true })
  for (const person of demoPeople) {
    if (await prisma.user.findUnique({ where: { email: person.email }, select: { id: true } })) continue
    const passwordHash = await hashPassword(demoPassword)
    await prisma.$transaction((tx) => insertPerson(tx, { ...person, passwordHash }))
  }
}
