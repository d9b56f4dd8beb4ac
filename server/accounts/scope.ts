import type { Context } from '#server/platform/context.ts'

/** The accounts a read covers: the one asked for, else every account that is watched. */
export async function accountsInScope({ database }: Context, account: number | undefined): Promise<number[]> {
  if (account !== undefined) return [account]
  const { rows } = await database.pool.query<{ id: number }>('select id from aws_accounts where enabled order by id')
  return rows.map(({ id }) => id)
}
