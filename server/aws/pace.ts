import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { bucketOf } from './quotas.ts'

/** How fast to call: `share` of AWS's default quota, times `scale` for endpoints with other limits; 0 = unpaced. */
export type PaceSettings = { share: number; scale: number }

/** Waits until this account's next call of an operation may start. Operations that AWS counts together wait together. */
export type Pacer = {
  turn(operation: string, signal: AbortSignal): Promise<void>
  /** AWS throttled anyway (someone else uses the quota too): every worker slows down, and recovers by itself. */
  slowDown(operation: string): Promise<void>
}

// A slice of the future is reserved at a time, so that 350 calls a second are not 350 writes a second.
const sliceMs = 300
const leadMs = 20
// Each throttling doubles the spacing up to this; it halves its way back every twenty seconds.
const slowest = 8

/** A pacer over `quota_slots`, the buckets every worker shares. `where` is the account whose quota it is. */
export function sharedPacer(
  pool: pg.Pool,
  where: { awsAccountId: string; region: string },
  { share, scale }: PaceSettings,
): Pacer {
  if (scale === 0) return { turn: async () => {}, slowDown: async () => {} }
  const queues = new Map<string, Queue>()
  const key = [where.awsAccountId, where.region]
  return {
    turn(operation, signal) {
      const { bucket, perSecond } = bucketOf(operation, where.region)
      let queue = queues.get(bucket)
      if (!queue) {
        const stepMs = 1000 / (perSecond * share * scale)
        queue = new Queue(stepMs, (count) => reserve(pool, [...key, bucket], count, stepMs))
        queues.set(bucket, queue)
      }
      return queue.wait(signal)
    },
    async slowDown(operation) {
      await pool.query(
        `UPDATE quota_slots SET throttled_at = now(), slowdown = least($4::float8, 2 * ${presentSlowdown('quota_slots')})
         WHERE aws_account_id = $1 AND region = $2 AND operation = $3
           AND (throttled_at IS NULL OR throttled_at < now() - interval '1 second')`,
        [...key, bucketOf(operation, where.region).bucket, slowest],
      )
    },
  }
}

const presentSlowdown = (table: string) =>
  `(1 + (${table}.slowdown - 1) * power(0.5, coalesce(least(extract(epoch FROM now() - ${table}.throttled_at), 600) / 20, 30)))`

type Slice = { startsInMs: number; stepMs: number }

/** Moves the bucket's next start by `count` steps in one statement; the database's clock is the common one. */
async function reserve(pool: pg.Pool, key: string[], count: number, stepMs: number): Promise<Slice> {
  const { rows } = await pool.query<{ starts_in: number; step: number }>(
    `INSERT INTO quota_slots AS q (aws_account_id, region, operation, next_at)
     VALUES ($1, $2, $3, clock_timestamp() + $4::int * $5::float8 * interval '1 millisecond')
     ON CONFLICT (aws_account_id, region, operation) DO UPDATE
       SET next_at = greatest(q.next_at, clock_timestamp())
         + $4::int * $5::float8 * ${presentSlowdown('q')} * interval '1 millisecond'
     RETURNING $5::float8 * ${presentSlowdown('q')} AS step,
       1000 * extract(epoch FROM q.next_at - clock_timestamp())::float8 AS starts_in`,
    [...key, count, stepMs],
  )
  const [row] = rows
  if (!row) throw new Error('quota_slots gave no slot')
  return { startsInMs: row.starts_in - count * row.step, stepMs: row.step }
}

type Waiter = { start: (afterMs: number) => void; fail: (error: unknown) => void }

class Queue {
  #waiting: Waiter[] = []
  #reserving = false

  constructor(
    readonly stepMs: number,
    readonly reserve: (count: number) => Promise<Slice>,
  ) {}

  async wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const afterMs = await new Promise<number>((start, fail) => {
      this.#waiting.push({ start, fail })
      if (!this.#reserving) void this.#serve()
    })
    if (afterMs > 0) await sleep(afterMs, undefined, { signal })
  }

  async #serve() {
    this.#reserving = true
    while (this.#waiting.length > 0) {
      const most = Math.max(1, Math.floor(sliceMs / this.stepMs))
      const served = this.#waiting.slice(0, most)
      try {
        const slice = await this.reserve(served.length)
        this.#waiting.splice(0, served.length)
        served.forEach(({ start }, place) => {
          start(slice.startsInMs + place * slice.stepMs)
        })
        const restMs = slice.startsInMs + (served.length - 1) * slice.stepMs - leadMs
        if (restMs > 0) await sleep(restMs)
      } catch (error) {
        for (const { fail } of this.#waiting.splice(0)) fail(error)
      }
    }
    this.#reserving = false
  }
}
