import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { recordThings, type ThingFacts } from '#server/fleet/ingest/things.ts'
import { beginFacts } from '#server/history/observation.ts'
import type { Database } from '#server/platform/db.ts'
import { median, path, timed } from '../measure.ts'
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
    const rate = { batches: [] as number[], pages: [] as number[], copy: [] as number[] }
    // In turn: what one leaves to the server's own processes falls to all.
    for (let round = 0; round < 3; round++) {
      for (const name of ['batches', 'pages', 'copy'] as const) {
        await database.pool.query('truncate things cascade')
        const { ms } = await timed(() => ways[name](database, things))
        rate[name].push((count / ms) * 1000)
      }
    }
    const [batches, pages, copy] = [median(rate.batches), median(rate.pages), median(rate.copy)]
    const shared = { id: 'P7', better: 'higher' as const, unit: 'ratio', floor: copy, floorUnit: 'rows/s by COPY' }
    const detail = `${count} things, compared first, with every index and count kept`
    return [
      { ...shared, name: 'a thousand at a time', goal: 0.65, value: batches / copy, detail },
      { ...shared, name: 'a page of a hundred at a time', goal: 0.4, value: pages / copy, detail },
    ]
  },
})

const ways = {
  batches: (database: Database, things: ThingFacts[]) => inPieces(database, things, 1_000),
  pages: (database: Database, things: ThingFacts[]) => inPieces(database, things, 100),
  async copy({ pool }: Database, things: ThingFacts[]) {
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

// As a pass commits: without waiting for the disk.
async function inPieces({ pool }: Database, things: ThingFacts[], size: number): Promise<void> {
  const tx = await pool.connect()
  try {
    for (let at = 0; at < things.length; at += size) {
      await tx.query(beginFacts(account.id))
      await recordThings({ tx, account, knownSince: null }, things.slice(at, at + size))
      await tx.query('COMMIT')
    }
  } finally {
    tx.release()
  }
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
