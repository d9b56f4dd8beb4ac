import type pg from 'pg'

/**
 * Makes room for the days to come and lets go of those that are over; incidents outlive their records. Returns how many
 * days were made or dropped.
 */
export async function keepRecords(pool: pg.Pool, now: Date, keepDays: number): Promise<number> {
  const { rows } = await pool.query<{ changed: number }>('SELECT keep_event_partitions($1::date, $2) AS changed', [
    now.toISOString().slice(0, 10),
    keepDays,
  ])
  return rows[0]?.changed ?? 0
}
