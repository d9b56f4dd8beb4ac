import path from 'node:path'
import { startLastingDatabase } from '#server/platform/embedded-postgres/lasting.ts'
import { root } from './files.ts'
import { holderOf } from './lock.ts'
import { usesRealAws } from './start/settings.ts'

/** The folder in which a checkout keeps its database, logs and secrets. */
export const stateFolder = path.join(root, '.fleetwarden')

/** Held by a running `npm start`. */
export const startLock = path.join(stateFolder, 'start.lock')

/**
 * The embedded server keeps a real fleet apart from the demo, whose people have a password that everybody knows: either
 * may be looked at first, and the other afterwards.
 */
export const embeddedDatabase = (realAws: boolean) => (realAws ? 'fleetwarden_aws' : 'fleetwarden')

/**
 * The database a command line tool works on: DATABASE_URL, else the embedded one, started when it is not running. Of its
 * two, that which fits the environment where it names AWS, else that of the last `npm start`.
 * `close` stops it again only if this call started it and no `npm start` has taken it over since.
 */
export async function openDatabase(): Promise<{ url: string; close: () => Promise<void> }> {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, close: async () => {} }
  const namesAws = Boolean(process.env.FLEETWARDEN_AWS) || usesRealAws(process.env)
  const database = await startLastingDatabase(
    path.join(stateFolder, 'postgres'),
    path.join(stateFolder, 'logs', 'postgres.log'),
    namesAws ? { name: embeddedDatabase(usesRealAws(process.env)), remember: false } : undefined,
  )
  return {
    url: database.url,
    async close() {
      if (!database.adopted && !holderOf(startLock)) await database.stop()
    },
  }
}
