import type { Prisma } from '#generated/prisma/client.ts'
import { channel } from './events.ts'

/** Tells the workers to look at once for what is due, when the transaction commits. */
export async function wakeWorkers(tx: Pick<Prisma.TransactionClient, '$executeRaw'>): Promise<void> {
  await tx.$executeRaw`select pg_notify(${channel}, ${JSON.stringify({ type: 'wake' })})`
}
