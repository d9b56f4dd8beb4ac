import { createDatabase } from '#server/platform/db.ts'
import { evaluate } from './world.ts'

// Evaluates until it is done or killed: a worker as far as findings are concerned.
const database = createDatabase(process.env.DATABASE_URL ?? '')
await evaluate(database.pool)
await database.close()
