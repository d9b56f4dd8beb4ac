import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { recordThings, type ThingFacts } from '#server/fleet/ingest/things.ts'
import { type Database, inTransaction } from '#server/platform/db.ts'
import { path, timed } from '../measure.ts'
import { freshDatabase } from '../world.ts'

const account = { id: 1, awsAccountId: '123456789012', region: 'eu-west-1' }

export default path({
  id: 'P7',
  title: 'Writing things that are new, against COPY into the same table',
  async run({ quick }) {
    const count = quick ? 20_000 : 200_000
    const { database } = await freshDatabase('p7')
    await database.pool.query(
      "insert into aws_accounts (aws_account_id, region, name) values ('123456789012', 'eu-west-1', 'Benchmark')",
    )
    const things = Array.from({ length: count }, (_, n) => fact(n))
    const rates: Record<string, number> = {}
    for (const [name, write] of Object.entries(ways)) {
      await database.pool.query('truncate things cascade')
      const { ms } = await timed(() => write(database, things))
      rates[name] = (count / ms) * 1000
    }
    const { batches = 0, pages = 0, copy = 1 } = rates
    const shared = { id: 'P7', better: 'higher' as const, unit: 'ratio', floor: copy, floorUnit: 'rows/s by COPY' }
    const detail = `${count} things, compared first, with every index and count kept`
    return [
      { ...shared, name: 'a thousand at a time', goal: 0.65, value: batches / copy, detail },
      { ...shared, name: 'a page of a hundred at a time', goal: 0.4, value: pages / copy, detail },
    ]
  },
})

const ways: Record<string, (database: Database, things: ThingFacts[]) => Promise<void>> = {
  batches: (database, things) => inPieces(database, things, 1_000),
  pages: (database, things) => inPieces(database, things, 100),
  async copy({ pool }, things) {
    const client = await pool.connect()
    try {
      const lines = things.map(
        ({ name, arn, typeName, attributes }, n) =>
          `1\t${name}\t${arn}\t${typeName}\t${JSON.stringify(attributes)}\t${n}\n`,
      )
      const copy = client.query(
        copyFrom('copy things (account_id, name, arn, type_name, attributes, content_hash) from stdin'),
      )
      await pipeline(Readable.from(lines), copy)
    } finally {
      client.release()
    }
  },
}

async function inPieces({ pool }: Database, things: ThingFacts[], size: number): Promise<void> {
  for (let at = 0; at < things.length; at += size)
    await inTransaction(pool, (tx) => recordThings({ tx, account, knownSince: null }, things.slice(at, at + size)))
}

// Names come in an order of their own, as AWS gives them.
function fact(n: number): ThingFacts {
  const name = `device-${((n * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')}`
  return {
    name,
    arn: `arn:aws:iot:eu-west-1:123456789012:thing/${name}`,
    typeName: `type-${n % 8}`,
    attributes: { site: `site-${n % 300}`, firmware: `1.${n % 10}`, serial: String(n) },
  }
}
