import type { ActivityFilters } from '#contract/activity.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, rowIdIn, toPage } from '#server/platform/keyset.ts'

/** The trail, newest first. */
export async function listActivity(
  { database }: Context,
  { action, actor, cursor, limit = 100 }: ActivityFilters & { cursor?: string; limit?: number },
) {
  const key = decodeCursor(cursor, 1)
  const rows = await database.prisma.activity.findMany({
    where: { action, actorId: actor, id: key ? { lt: rowIdIn(key[0]) } : undefined },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return toPage(
    rows,
    limit,
    ({ id, at, detail, ...row }) => ({ ...row, id: String(id), at: at.toISOString(), detail: asRecord(detail) }),
    ({ id }) => [String(id)],
  )
}

function asRecord(detail: unknown): Record<string, unknown> {
  return typeof detail === 'object' && detail !== null ? { ...detail } : {}
}
