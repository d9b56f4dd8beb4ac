import { type Guarded, mayChange } from '#server/platform/app-role.ts'
import type { Sql } from '#server/platform/db.ts'
import { log } from '#server/platform/log.ts'

/** What the role of web and worker may do with the trail: add entries, whose number and time the database gives. */
export const guardedTables: Guarded = {
  activity: { except: ['id', 'at'] },
  activity_seals: {},
  activity_head: {},
  _prisma_migrations: {},
}

const trailTables = ['activity', 'activity_seals', 'activity_head']

/** The role this process is to the database, and which tables of the trail it could change, were it taken over. */
export async function trailGuard(sql: Sql): Promise<{ role: string; mayChange: string[] }> {
  const { rows } = await sql.query<{ role: string }>('select current_user::text as role')
  const role = rows[0]?.role ?? ''
  const changeable = await sql.query<{ name: string }>(mayChange, [role, trailTables])
  return { role, mayChange: changeable.rows.map(({ name }) => name) }
}

/** Says in the log, at a process's start, when its role could change the trail. */
export async function warnOfOwnPower(sql: Sql): Promise<void> {
  try {
    const guard = await trailGuard(sql)
    if (guard.mayChange.length > 0) log.warn(guard, powerful)
  } catch (error) {
    log.warn({ err: error }, 'Whether this role could change the trail could not be found out')
  }
}

const powerful =
  'The database role of this process could change the trail. Run npm run migrate -- --app-role NAME as the owner, and give web and worker that role'
