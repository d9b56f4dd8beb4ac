import { hashPassword } from 'better-auth/crypto'
import { roles } from '#contract/roles.ts'
import { record } from '#server/activity/record.ts'
import { insertPerson } from '#server/people/insert-person.ts'
import type { Database } from '#server/platform/db.ts'
import { EnvironmentError } from '#server/platform/env.ts'

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
    reportQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/fleetwarden-device-reports',
  },
  {
    awsAccountId: '210987654321',
    region: 'us-east-1',
    name: 'Demo second account',
    roleArn: 'arn:aws:iam::210987654321:role/fleetwarden-reader',
    externalId: 'fleetwarden-demo',
    eventQueueUrl: 'https://sqs.us-east-1.amazonaws.com/210987654321/fleetwarden-presence',
    reportQueueUrl: 'https://sqs.us-east-1.amazonaws.com/210987654321/fleetwarden-device-reports',
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

const usual = {
  durationS: 300,
  toAlarm: 1,
  toClear: 2,
  severity: 'medium',
  suppressAlerts: false,
  opensIncident: false,
}
const ports = (values: string[]) => ({ kind: 'static', operator: 'in-port-set', value: null, values })
const below = (value: number) => ({ kind: 'static', operator: 'less-than', value, values: [] })

// What is normal: an alarm is for what is not so.
const demoProfiles = [
  {
    name: 'Every device',
    description: 'What no device does while it is well.',
    targets: [{ kind: 'all' }],
    behaviours: [
      { ...usual, name: 'connects-calmly', metric: 'aws:num-connection-attempts', criteria: below(30) },
      {
        ...usual,
        name: 'is-let-in',
        metric: 'fleetwarden:num-authentication-failures',
        criteria: below(10),
        severity: 'high',
      },
      {
        ...{ ...usual, name: 'disconnects-as-others', metric: 'aws:num-disconnects', durationS: 3600, severity: 'low' },
        criteria: { kind: 'percentile', operator: 'less-than', percentile: 99.9 },
      },
    ],
  },
  {
    name: 'Gateways with an agent',
    description: 'Two open ports, one place to talk to, and an agent that reports.',
    targets: [{ kind: 'type', name: 'field-gateway' }],
    behaviours: [
      {
        ...{
          ...usual,
          name: 'known-ports-only',
          metric: 'aws:listening-tcp-ports',
          severity: 'critical',
          opensIncident: true,
        },
        criteria: ports(['22', '443']),
      },
      {
        ...{ ...usual, name: 'talks-to-us-only', metric: 'aws:destination-ip-addresses', severity: 'high' },
        criteria: { kind: 'static', operator: 'in-cidr-set', value: null, values: ['198.51.100.0/24'] },
      },
      {
        ...{ ...usual, name: 'sends-as-ever', metric: 'aws:all-bytes-out', severity: 'medium' },
        criteria: { kind: 'baseline', operator: 'less-than', deviations: 8 },
      },
      { ...usual, name: 'agent-reports', metric: 'fleetwarden:agent-silence', durationS: 900, criteria: below(60) },
    ],
  },
]

/** Whether the demo is in this database: its people are never removed, and everybody knows their password. */
async function holdsDemo({ pool }: Pick<Database, 'pool'>): Promise<boolean> {
  const { rowCount } = await pool.query('select 1 from users where email = any($1) limit 1', [
    demoPeople.map(({ email }) => email),
  ])
  return rowCount === 1
}

/** Throws, with what to do, when real AWS and the demo would meet in one database. */
export async function keepDemoApart(database: Pick<Database, 'pool'>, aws: 'simulated' | 'real'): Promise<void> {
  const demo = await holdsDemo(database)
  if (aws === 'real' && demo) {
    throw new EnvironmentError(
      'This database holds the demo, whose password everybody knows. Give real AWS a database of its own.',
    )
  }
  if (aws === 'real' || demo) return
  const { rows } = await database.pool.query<{ taken: boolean }>(
    // The demo's accounts come first: a start that was stopped there left them alone.
    'select exists (select from users) or exists (select from aws_accounts where aws_account_id <> all ($1)) as taken',
    [demoAccounts.map(({ awsAccountId }) => awsAccountId)],
  )
  if (!rows[0]?.taken) return
  throw new EnvironmentError(
    'This database holds people or AWS accounts of its own: the demo would let in whoever knows its password. Set FLEETWARDEN_AWS=real, or give the demo another DATABASE_URL.',
  )
}

/**
 * Says in the trail, and where a fact of the last start would mislead, that the simulated AWS began afresh: it keeps nothing,
 * the database everything. Every feed is asked for at once: when it is due goes by a world that is no more. Does nothing on
 * the first start, when all of them are due.
 */
export async function noteFreshAws({ prisma }: Database): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const [known] = await tx.$queryRaw<{ read: boolean }[]>`select exists (select from collection_runs) as read`
    if (!known?.read) return
    // Those that were never read stay as they are: they are due.
    await tx.$executeRaw`update collections set requested_at = now() where last_finished_at is not null`
    await tx.$executeRaw`update responders set quarantine = 'unknown', quarantine_read_at = null`
    await record(
      tx,
      { actor: null, ipAddress: null },
      {
        action: 'simulated-aws.began-afresh',
        reason:
          'The simulated AWS keeps nothing between starts: what was done to its devices before is undone there. Facts are read again; earlier runs and incidents tell what was true then.',
      },
    )
  })
}

/** Adds the demo's people, the simulator's two AWS accounts and their responders where they are missing. Never call it beside real AWS. */
export async function seedDemo({ prisma, pool }: Database): Promise<void> {
  await prisma.awsAccount.createMany({ data: demoAccounts, skipDuplicates: true })
  for (const { awsAccountId, region, eventQueueUrl, reportQueueUrl } of demoAccounts) {
    // A demo that an earlier version began knows no queues yet.
    await prisma.awsAccount.updateMany({
      where: { awsAccountId, region, reportQueueUrl: null },
      data: { reportQueueUrl },
    })
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
  await pool.query(
    `insert into security_profiles (name, description, targets, behaviours, changed_by)
     select p.name, p.description, p.targets, p.behaviours, 'Demo'
     from jsonb_to_recordset($1) p (name text, description text, targets jsonb, behaviours jsonb) on conflict (name) do nothing`,
    [JSON.stringify(demoProfiles)],
  )
  for (const person of demoPeople) {
    if (await prisma.user.findUnique({ where: { email: person.email }, select: { id: true } })) continue
    const passwordHash = await hashPassword(demoPassword)
    await prisma.$transaction((tx) => insertPerson(tx, { ...person, passwordHash }))
  }
}
