import { expect, test } from 'vitest'
import { registerOwnAccount } from '#server/accounts/register.ts'
import { pageDefaults } from '#server/aws/pages.ts'
import { createDatabase } from '#server/platform/db.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { addAccount, homeAccount, syncOnce, useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld({ scenario: 'hostile' })
const large = { pages: pageDefaults, batchItems: 1_000 }

test('a fleet whose every text is out to hurt is stored as it is', async () => {
  await aws.sync({}, large)
  expect(
    await aws.rows(`SELECT collector, last_outcome, last_error FROM collections WHERE last_outcome <> 'ok'`),
  ).toEqual([])
  const rows = await aws.rows<{ name: string; attributes: Record<string, string> }>(
    'SELECT name, attributes FROM things',
  )
  expect(rows).toHaveLength(aws.fleet.things.size)
  for (const { name, attributes } of rows) {
    const said = aws.fleet.things.get(name)?.details.attributes ?? {}
    // PostgreSQL has no half characters: they become U+FFFD.
    const kept = Object.fromEntries(
      Object.entries(said).map(([key, value]) => [key, value.replace(/\p{Surrogate}/gu, '\ufffd')]),
    )
    expect(attributes).toEqual(kept)
  }
  expect(await aws.rows('SELECT 1 FROM certificates WHERE fingerprint IS DISTINCT FROM certificate_id')).toEqual([])
  await aws.sync({}, large)
  expect(await aws.rows('SELECT * FROM fact_history')).toEqual([])
})

test('two accounts at once, one through a role; each has its own facts', async () => {
  const created = await createTestDatabase()
  const { pool, close } = createDatabase(created.url)
  const demo = await import('#simulator/scenarios/small-fleet.ts')
  demo.smallFleet(aws.world.fleet('210987654321', 'us-east-1'), new Date(), 'two')
  await addAccount(pool)
  const role = { roleArn: 'arn:aws:iam::210987654321:role/reader', externalId: 'fleetwarden-demo' }
  await addAccount(pool, { awsAccountId: '210987654321', region: 'us-east-1' }, role)
  await syncOnce(pool, { collectors: ['things', 'thing-groups', 'indexing-configuration'] }, large)
  const { rows } = await pool.query(
    `SELECT a.aws_account_id, count(*) AS things, min(t.arn) AS arn FROM things t JOIN aws_accounts a ON a.id = t.account_id GROUP BY 1 ORDER BY 1`,
  )
  const bad = await pool.query(`SELECT collector, last_error FROM collections WHERE last_outcome <> 'ok'`)
  await close()
  await created.drop()
  expect(bad.rows).toEqual([])
  expect(rows).toEqual([
    {
      aws_account_id: '123456789012',
      things: aws.fleet.things.size,
      arn: expect.stringMatching(/^arn:aws:iot:eu-west-1:123456789012:thing\//),
    },
    { aws_account_id: '210987654321', things: 150, arn: 'arn:aws:iot:us-east-1:210987654321:thing/robot-001' },
  ])
})

test('a role that may not be assumed, or credentials of another account, bring nothing', async () => {
  const created = await createTestDatabase()
  const { pool, close } = createDatabase(created.url)
  const refused = { roleArn: 'arn:aws:iam::210987654321:role/reader', externalId: 'wrong' }
  const locked = await addAccount(pool, { awsAccountId: '210987654321', region: 'us-east-1' }, refused)
  const mistaken = await addAccount(pool, { awsAccountId: '999999999999', region: 'eu-west-1' })
  await syncOnce(pool, { collectors: ['things'] })
  const { rows } = await pool.query(
    'SELECT account_id, last_outcome, last_error, missing_permission FROM collections WHERE last_outcome IS NOT NULL ORDER BY 1',
  )
  const things = await pool.query('SELECT 1 FROM things')
  await close()
  await created.drop()
  expect(things.rows).toEqual([])
  expect(rows).toEqual([
    {
      account_id: locked,
      last_outcome: 'not-permitted',
      last_error: expect.any(String),
      missing_permission: 'sts:AssumeRole',
    },
    {
      account_id: mistaken,
      last_outcome: 'credentials',
      last_error: 'The credentials belong to account 123456789012, not to 999999999999.',
      missing_permission: null,
    },
  ])
})

test('our own account is registered once, and only where none is watched', async () => {
  const created = await createTestDatabase()
  const { pool, close } = createDatabase(created.url)
  const first = await registerOwnAccount(pool, homeAccount.awsAccountId, homeAccount.region)
  const again = await registerOwnAccount(pool, '999999999999', homeAccount.region)
  const { rows } = await pool.query('SELECT aws_account_id FROM aws_accounts')
  await close()
  await created.drop()
  expect([first, again, rows]).toEqual([true, false, [{ aws_account_id: homeAccount.awsAccountId }]])
})
