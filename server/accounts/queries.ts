import type { Account } from '#contract/accounts.ts'
import type { Context } from '#server/platform/context.ts'

/** The AWS accounts and Regions watched, in the order they were added. */
export async function listAccounts({ database }: Context) {
  const rows = await database.prisma.awsAccount.findMany({ orderBy: { id: 'asc' } })
  return rows.map(toAccount)
}

type Row = Omit<Account, 'createdAt' | 'hasExternalId'> & { externalId: string | null; createdAt: Date }

/** An account as others see it: whether it has an external id, not which. */
export function toAccount({ externalId, createdAt, ...row }: Row): Account {
  return { ...row, hasExternalId: externalId !== null, createdAt: createdAt.toISOString() }
}
