import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/db.ts'
import { useTestDatabase } from '../../support/database.ts'

const world = useTestDatabase()

test('a connection lost between two statements fails the transaction, not the process', async () => {
  const { pool } = world.db
  const lost: unknown[] = []
  const note = (error: unknown) => lost.push(error)
  process.on('uncaughtException', note)
  try {
    const work = inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
      await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
      // Long enough for the news to arrive while nobody asks anything.
      await sleep(200)
      await client.query('select 1')
    })
    await expect(work).rejects.toThrow()
    expect(lost).toEqual([])
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  } finally {
    process.off('uncaughtException', note)
  }
})
