import type { Prisma } from '#generated/prisma/client.ts'
import { Refusal } from './refusal.ts'

/**
 * Queues background work with the transaction around it; while the same work waits already, it is not queued twice.
 * Throws a Refusal before any worker has made the queue.
 */
export async function enqueue(
  tx: Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>,
  job: string,
): Promise<void> {
  const found = await tx.$queryRaw<{ there: boolean }[]>`select to_regnamespace('graphile_worker') is not null as there`
  if (!found[0]?.there) throw new Refusal('conflict', 'No worker has run on this database yet.')
  await tx.$executeRaw`select graphile_worker.add_job(${job}, '{}'::json, job_key => ${job}, max_attempts => 1)`
}
