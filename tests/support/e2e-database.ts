import pg from 'pg'
import { product } from './e2e-environment.ts'

/** One statement against the product's database, for what no page can bring about. */
export async function sql<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** Journeys sign in more often than the limit on guessing allows one address. */
export const forgetAttempts = () => sql('delete from rate_limits')
