import { openDatabase } from './database.ts'
import { applyMigrations, grantRights } from './migrate/apply.ts'
import { writeMigration } from './migrate/diff.ts'

const usage = `Usage: npm run migrate                          apply what is missing
       npm run migrate -- --app-role NAME       and give that role what web and worker need: all but changing the trail
       npm run migrate -- diff NAME             write a migration from the schema`
const [command, name, ...rest] = process.argv.slice(2)
const appRole = command === '--app-role' && rest.length === 0 ? name : undefined

if (command === undefined || appRole) {
  const database = await openDatabase()
  try {
    const applied = await applyMigrations(database.url)
    console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date')
    if (appRole) {
      await grantRights(database.url, appRole)
      console.log(`The role ${appRole} can run web and worker, and cannot change the trail`)
    }
  } finally {
    await database.close()
  }
} else if (command === 'diff' && name && /^[a-z0-9_]+$/.test(name) && rest.length === 0) {
  const file = await writeMigration(name)
  console.log(
    file ? `Wrote ${file}. Read it: nothing warns of lost data.` : 'The migrations already say what the schema says',
  )
} else {
  console.error(usage)
  process.exitCode = 2
}
