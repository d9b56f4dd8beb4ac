import { Prisma } from '#generated/prisma/client.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'

/** A transaction, or the client itself. */
type Writer = { activity: { create(args: Prisma.ActivityCreateArgs): Promise<unknown> } }

/** Who did it, from where. Without an actor it was the product itself, or whoever `name` says. */
export type Who = Pick<Context, 'actor' | 'ipAddress'> & { name?: string }

/** What something was done to. `id` is one that never comes to mean something else: an ARN, a certificate id, a run's. */
export type ActivityObject = { kind: string; id: string; name?: string | null }

/**
 * What the trail keeps: a dotted name such as `person.disabled`, what it was done to and why, what changed, how it
 * ended, and the particulars. `subject` says in a word what it was about; without it the object's name or id does.
 * Never put a secret into any of it: entries cannot be taken back.
 */
export type Happening = {
  action: string
  subject?: string | null
  object?: ActivityObject
  reason?: string | null
  before?: Prisma.InputJsonValue | null
  after?: Prisma.InputJsonValue | null
  result?: 'ok' | 'refused' | 'failed'
  detail?: Prisma.InputJsonObject
}

/** Appends to the trail. Call it with the transaction of the change it describes, so that they stand or fall together. */
export async function record(tx: Writer, { actor, ipAddress, name }: Who, happening: Happening): Promise<void> {
  const { before, after, ...row } = toRow(happening)
  await tx.activity.create({
    data: {
      actorId: actor?.id,
      actorName: actor?.name ?? name ?? 'System',
      actorRole: actor?.role,
      sessionId: actor?.sessionId,
      tokenId: actor?.tokenId,
      ipAddress,
      ...row,
      before: before ?? Prisma.DbNull,
      after: after ?? Prisma.DbNull,
    },
  })
}

/**
 * Appends many entries of one actor at once, in the order given: a run's outcomes, say. `sql` is the connection of the
 * transaction of the changes they describe. Cheap for thousands; none for none.
 */
export async function recordMany(
  sql: Sql,
  { actor, ipAddress, name }: Who,
  happenings: readonly Happening[],
): Promise<void> {
  if (happenings.length === 0) return
  await sql.query({
    name: 'record-many',
    text: insertMany,
    values: [
      actor?.id ?? null,
      actor?.name ?? name ?? 'System',
      actor?.role ?? null,
      actor?.sessionId ?? null,
      actor?.tokenId ?? null,
      ipAddress,
      JSON.stringify(happenings.map(toRow)),
    ],
  })
}

const insertMany = `insert into activity (actor_id, actor_name, actor_role, session_id, token_id, ip_address, action, subject,
    object_kind, object_id, object_name, reason, result, before, after, detail)
  select $1, $2, $3, $4, $5, $6, e->>'action', e->>'subject', e->>'objectKind', e->>'objectId', e->>'objectName',
    e->>'reason', e->>'result', nullif(e->'before', 'null'), nullif(e->'after', 'null'), e->'detail'
  from jsonb_array_elements($7::jsonb) with ordinality list (e, place) order by place`

function toRow({ action, subject, object, reason, before, after, result = 'ok', detail = {} }: Happening) {
  return {
    action,
    subject: subject ?? object?.name ?? object?.id ?? null,
    objectKind: object?.kind ?? null,
    objectId: object?.id ?? null,
    objectName: object?.name ?? null,
    reason: reason ?? null,
    result,
    before: before ?? null,
    after: after ?? null,
    detail,
  }
}
