import { runMigrations } from 'graphile-worker'
import { guardedTables } from '#server/activity/guard.ts'
import { createLogin, grantAppRole } from '#server/platform/app-role.ts'
import { migrate } from '#server/platform/migrations.ts'

/** The login that web and worker are given on a database of our own. */
const ownLogin = 'fleetwarden_app'
const queueSchema = 'graphile_worker'

/** Brings our tables and those of the job queue up to date, as their owner. Returns the names of our migrations it applied. */
export async function applyMigrations(ownerUrl: string): Promise<string[]> {
  const applied = await migrate(ownerUrl)
  await runMigrations({ connectionString: ownerUrl })
  return applied
}

/** Gives an existing role what web and worker need: everything but changing the trail. */
export function grantRights(ownerUrl: string, role: string): Promise<void> {
  return grantAppRole(ownerUrl, role, guardedTables, [queueSchema])
}

/** The address web and worker use on a database of our own: a login with those rights, its password new each time. */
export async function appLogin(ownerUrl: string): Promise<string> {
  const url = await createLogin(ownerUrl, ownLogin)
  await grantRights(ownerUrl, ownLogin)
  return url
}
