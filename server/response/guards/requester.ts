import { type ActionId, actions } from '#contract/actions.ts'
import { type Role, roleAllows } from '#contract/roles.ts'
import type { Sql } from '#server/platform/db.ts'

/**
 * Why a run does not go on for what became of who asked for it: they were disabled since, or their role is too weak by now.
 * Null when they may still ask, and when a second person has taken it on.
 */
export async function whyNotRequester(sql: Sql, { id, action }: { id: string; action: ActionId }) {
  const { rows } = await sql.query<{ name: string; role: Role; banned: boolean }>(
    `select u.name, u.role, u.banned from response_runs r join users u on u.id = r.by_id
     where r.id = $1 and r.decided_by_id is null`,
    [id],
  )
  const [who] = rows
  if (!who || (!who.banned && roleAllows(who.role, actions[action].role))) return null
  return who.banned
    ? `${who.name}, who asked for it, has been disabled since.`
    : `${who.name}, who asked for it, has the role ${who.role} by now, which may not.`
}
