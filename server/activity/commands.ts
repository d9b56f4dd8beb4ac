import type { Context } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/queue.ts'
import { record } from './record.ts'

/** Has the worker verify the whole trail now; the state tells when it has. */
export async function requestVerification(context: Context): Promise<{ done: true }> {
  await context.database.prisma.$transaction(async (tx) => {
    await enqueue(tx, 'check-whole-trail')
    await record(tx, context, { action: 'trail.verification-requested' })
  })
  return { done: true }
}
