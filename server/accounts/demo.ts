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
  {
    awsAccountId: '123456789012',
    region: 'eu-west-1',
    name: 'Demo production',
    eventQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/fleetwarden-presence',
  },
  {
    awsAccountId: '210987654321',
    region: 'us-east-1',
    name: 'Demo second account',
    roleArn: 'arn:aws:iam::210987654321:role/fleetwarden-reader',
    externalId: 'fleetwarden-demo',
    eventQueueUrl: 'https://sqs.us-east-1.amazonaws.com/210987654321/fleetwarden-presence',
  },
]

// The simulator's devices that listen there stop by themselves when they are told so.
const stopMessage = {
  stop_topic: 'fleetwarden/stop/{thing}',
  stop_payload: JSON.stringify({ stop: true, by: 'fleetwarden' }),
}

const demoResponders = [
  {
    aws_account_id: '123456789012',
    region: 'eu-west-1',
    role_arn: 'arn:aws:iam::123456789012:role/FleetwardenResponder',
    ...stopMessage,
  },
  {
    aws_account_id: '210987654321',
    region: 'us-east-1',
    role_arn: 'arn:aws:iam::210987654321:role/FleetwardenResponder',
    external_id: 'fleetwarden-demo',
    ...stopMessage,
  },
]

/** Adds the demo's people, the simulator's two AWS accounts and their responders where they are missing. Never call it beside real AWS. */
export async function seedDemo({ prisma, pool }: Database): Promise<void> {
  await prisma.awsAccount.createMany({ data: demoAccounts, skipDuplicates: true })
  for (const { awsAccountId, region, eventQueueUrl } of demoAccounts) {
    // A demo that an earlier version began knows no queue yet.
    await prisma.awsAccount.updateMany({
      where: { awsAccountId, region, eventQueueUrl: null },
      data: { eventQueueUrl },
    })
  }
  await pool.query(
    `insert into responders (account_id, role_arn, external_id, stop_topic, stop_payload)
     select a.id, d.role_arn, d.external_id, d.stop_topic, d.stop_payload
     from jsonb_to_recordset($1) d (aws_account_id text, region text, role_arn text, external_id text, stop_topic text,
       stop_payload text) join aws_accounts a on a.aws_account_id = d.aws_account_id and a.region = d.region
     on conflict (account_id) do nothing`,
    [JSON.stringify(demoResponders)],
  )
  for (const person of demoPeople) {
    if (await prisma.user.findUnique({ where: { email: person.email }, select: { id: true } })) continue
    const passwordHash = await hashPassword(demoPassword)
    await prisma.$transaction((tx) => insertPerson(tx, { ...person, passwordHash }))
  }
}
