import type { Prisma } from '#generated/prisma/client.ts'
import type { Context } from '#server/platform/context.ts'

/** A transaction, or the client itself. */
type Writer = { activity: { create(args: Prisma.ActivityCreateArgs): Promise<unknown> } }

/** What the trail keeps: a dotted name such as `person.disabled`, whom or what it was about, and the particulars. */
export type Happening = { action: string; subject?: string; detail?: Prisma.InputJsonObject }

/** Appends to the trail. Call it with the transaction of the change it describes, so that they stand or fall together. */
export async function record(
  tx: Writer,
  { actor, ipAddress }: Pick<Context, 'actor' | 'ipAddress'>,
  { action, subject, detail = {} }: Happening,
): Promise<void> {
  const by = actor?.tokenId ? { ...detail, token: actor.tokenId } : detail
  await tx.activity.create({
    data: { actorId: actor?.id, actorName: actor?.name ?? 'System', action, subject, detail: by, ipAddress },
  })
}
