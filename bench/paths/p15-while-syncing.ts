import { listThings } from '#server/fleet/queries/list-things.ts'
import { encodeCursor } from '#server/platform/keyset.ts'
import { path } from '../measure.ts'
import { latencies, p95, spreadOverNames, viewing } from '../reads.ts'
import { sync } from '../sync.ts'
import { filledDatabase, startSimulator } from '../world.ts'

export default path({
  id: 'P15',
  title: 'The inventory while a full sync of another account runs',
  async run(size) {
    const { database, url } = await filledDatabase(size)
    const simulator = await startSimulator(size.quick ? 4_000 : 50_000)
    await database.pool.query(
      `insert into aws_accounts (aws_account_id, region, name) values ('123456789012', 'eu-west-1', 'Syncing') on conflict do nothing`,
    )
    // The filled account is nobody's: the sync must not ask the simulator for it.
    await database.pool.query(`update aws_accounts set enabled = aws_account_id = '123456789012'`)
    const context = viewing(database)
    const places = await spreadOverNames(database, size.quick ? 60 : 200)
    const ask = (place: { name: string; id: string }) =>
      listThings(context, { account: 1, cursor: encodeCursor([0, place.name, place.id]) })
    const idle = await latencies(places, ask)
    const busy: number[] = []
    let running = true
    const syncing = sync({ simulator, database, url }, {}).finally(() => {
      running = false
    })
    while (running) busy.push(...(await latencies(places, ask)))
    await syncing
    await simulator.stop()
    await database.pool.query(`update aws_accounts set enabled = aws_account_id <> '123456789012'`)
    const detail = `${busy.length} pages read meanwhile; the sync, the endpoint and the reader share this machine`
    const shared = { id: 'P15', better: 'lower' as const, floor: p95(idle), floorUnit: 'ms idle', detail }
    return [
      { ...shared, name: 'p95 busy against idle', goal: 6, value: p95(busy) / p95(idle), unit: 'ratio' },
      { ...shared, name: 'p95 busy', goal: 10, value: p95(busy), unit: 'ms' },
    ]
  },
})
