import { collector, minutes, type Source } from '../collector.ts'

export default collector({
  title: 'Reported software',
  brings: 'whether the fleet index tells what things run; the versions themselves come with the things',
  everyMs: minutes(15),
  after: ['indexing-configuration', 'things'],
  needs: ['iot:GetIndexingConfiguration'],
  choose: whereIndexed,
  ways: {},
})

// The documents of things hold the shadow: a list of its own would ask for each of them twice.
async function whereIndexed({ aws, sql, account }: Omit<Source, 'route'>): Promise<string[] | { unavailable: string }> {
  const indexing = await aws.iot.indexingConfiguration()
  if (!indexing.things) return { unavailable: `Fleet indexing is off, so nothing tells what things run. ${remedy}` }
  if (!indexing.packages) {
    return { unavailable: `The fleet index of this account does not hold the $package shadow. ${remedy}` }
  }
  const { rows } = await sql.query<{ read: boolean }>(
    `SELECT route = 'index' AND last_success_at IS NOT NULL AS read FROM collections
     WHERE account_id = $1 AND collector = 'things'`,
    [account.id],
  )
  if (rows[0]?.read === false) {
    return { unavailable: 'Things are not read from the fleet index, and the registry does not tell what they run.' }
  }
  return []
}

const remedy =
  'In AWS IoT, under Settings, Fleet indexing, turn on named shadows and add $package to the names that are indexed.'
