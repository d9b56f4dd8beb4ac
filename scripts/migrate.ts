import { migrate } from '#server/platform/migrations.ts'
import { openDatabase } from './database.ts'
import { writeMigration } from './migrate/diff.ts'

const usage =
  'Usage: npm run migrate            apply what is missing\n       npm run migrate -- diff NAME  write a migration from the schema'
const [command, name, ...rest] = process.argv.slice(2)

if (command === undefined) {
  const database = await openDatabase()
  try {
    const applied = await migrate(database.url)
    console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date')
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
