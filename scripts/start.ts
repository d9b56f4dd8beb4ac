import path from 'node:path'
import { startLastingDatabase } from '#server/platform/embedded-postgres/lasting.ts'
import { EnvironmentError } from '#server/platform/env.ts'
import { embeddedDatabase, startLock } from './database.ts'
import { releaseLock } from './lock.ts'
import { banner } from './start/banner.ts'
import { createParts } from './start/parts.ts'
import { type Run, startProduct } from './start/product.ts'
import { createProgress } from './start/progress.ts'
import { readSettings } from './start/settings.ts'
import { stopOnSignals } from './start/signals.ts'
import { takeStart } from './start/single.ts'

const dev = process.argv.includes('--dev')
const parts = createParts()
const progress = createProgress()

try {
  const settings = readSettings()
  console.log(`\n  Fleetwarden${dev ? ', development' : ''}\n`)
  await takeStart(startLock)
  process.on('exit', () => releaseLock(startLock))
  stopOnSignals(parts)
  const openDatabase: Run['openDatabase'] = async () => {
    if (settings.databaseUrl) return { url: settings.databaseUrl, said: 'Using the database of DATABASE_URL' }
    const folder = path.join(settings.folder, 'postgres')
    const name = embeddedDatabase(settings.realAws)
    const log = path.join(settings.folder, 'logs', 'postgres.log')
    const open = () => startLastingDatabase(folder, log, { name, remember: true })
    const database = await open()
    const said = database.adopted ? 'Adopted the running database' : 'Started the database'
    const kept = { runs: database.runs, again: async () => (await open()).url }
    return { ...database, kept, said: `${said} on port ${new URL(database.url).port}` }
  }
  const product = await startProduct({ settings, parts, progress, dev, openDatabase })
  console.log(banner(product, settings))
  const failure = await product.failed
  if (!parts.stopping) throw new Error(failure)
} catch (error) {
  // A Ctrl-C that has just ended a child of ours is heard first.
  await new Promise(setImmediate)
  // A stop on a signal ends the process itself; whatever failed because of it is no news.
  if (!parts.stopping) {
    console.error(`\n  ${tell(error)}\n`)
    await parts.stop()
    process.exit(1)
  }
}

function tell(error: unknown): string {
  if (error instanceof EnvironmentError) return error.message
  return error instanceof Error ? error.message : String(error)
}
