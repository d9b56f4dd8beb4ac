import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { exportThings } from '#server/fleet/export.ts'
import type { Database } from '#server/platform/db.ts'
import { inTurn, median, path } from '../measure.ts'
import { viewing } from '../reads.ts'
import { filledDatabase } from '../world.ts'

export default path({
  id: 'P13',
  title: 'CSV of the whole inventory, against COPY of the same rows',
  async run(size) {
    const { database } = await filledDatabase(size)
    const context = viewing(database)
    let growth = 0
    const times = await inTurn(
      size.quick ? 3 : 2,
      async () => {
        global.gc?.()
        const from = process.memoryUsage().rss
        await pipeline(
          await exportThings(context, {}),
          sink((rss) => {
            growth = Math.max(growth, rss - from)
          }),
        )
      },
      () => bareCopy(database),
    )
    const detail = `${size.things} things in the order of their names, formulas defused, times in ISO 8601`
    const floor = median(times.floor)
    return [
      {
        id: 'P13',
        name: 'speed',
        goal: 0.75,
        value: floor / median(times.ours),
        better: 'higher',
        unit: 'ratio',
        floor,
        floorUnit: 'ms',
        detail,
      },
      {
        id: 'P13',
        name: 'memory growth',
        goal: 50,
        value: growth / 2 ** 20,
        better: 'lower',
        unit: 'MB',
        floor,
        floorUnit: 'ms',
        detail,
      },
    ]
  },
})

const sink = (seen: (rss: number) => void) => {
  let chunks = 0
  return new Writable({
    write(_chunk, _encoding, done) {
      if (chunks++ % 200 === 0) seen(process.memoryUsage().rss)
      done()
    },
  })
}

async function bareCopy({ pool }: Database): Promise<void> {
  const client = await pool.connect()
  try {
    const copy = client.query(copyTo(`copy (${select}) to stdout with (format csv, header)`))
    await pipeline(
      copy,
      sink(() => undefined),
    )
  } finally {
    client.release()
  }
}

const select = `select w.aws_account_id, w.region, t.name, t.type_name, t.billing_group,
  (select string_agg(g.name, '; ' order by g.name) from thing_group_members m join thing_groups g on g.id = m.group_row_id
   where m.thing_row_id = t.id and not g.billing), t.attributes, p.connected, p.since, p.disconnect_reason, p.client_id,
  t.credential_health, t.credential_not_after, t.certificate_count, t.active_certificates, t.arn, t.thing_id, t.version,
  t.first_seen_at, t.changed_at, t.gone_at
  from things t left join presence p on p.thing_row_id = t.id join aws_accounts w on w.id = t.account_id
  where t.gone_at is null order by t.name`
