import type { Tail } from './collector.ts'
import { oneAhead } from './one-ahead.ts'
import type { Pass } from './pass.ts'

/** Reads a feed on from its position. Items and the position behind them are stored in one transaction. */
export async function runTail(pass: Pass, way: Tail): Promise<void> {
  const key = [pass.account.id, pass.claim.collector]
  const { rows } = await pass.sql.query<{ position: unknown }>(
    'SELECT position FROM feed_positions WHERE account_id = $1 AND feed = $2',
    key,
  )
  let read = false
  for await (const { items, position } of oneAhead(way.pages(pass, rows[0]?.position ?? null))) {
    read = true
    await pass.commit(
      async (seen) => {
        const changes = items.length > 0 ? await way.keep(seen, items, pass) : {}
        await seen.tx.query(
          `INSERT INTO feed_positions (account_id, feed, position, last_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (account_id, feed) DO UPDATE SET position = excluded.position, updated_at = now(),
             last_at = greatest(feed_positions.last_at, excluded.last_at)`,
          [...key, JSON.stringify(position), way.lastAt?.(items) ?? null],
        )
        return { ...changes, seen: items.length }
      },
      { route: pass.route },
    )
    await way.kept?.(pass, items)
  }
  if (!read) await pass.commit(async () => ({}), { route: pass.route })
}
