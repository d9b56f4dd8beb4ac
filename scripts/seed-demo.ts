import { demoPassword, demoPeople, keepDemoApart, noteFreshAws, seedDemo } from '#server/accounts/demo.ts'
import { createDatabase } from '#server/platform/db.ts'
import { readEnvironment } from '#server/platform/env.ts'
import { tellMistakes } from './start/mistakes.ts'

await tellMistakes(async () => {
  const environment = readEnvironment()
  if (environment.FLEETWARDEN_AWS !== 'simulated') throw new Error('The demo accounts exist beside the simulator only')
  const database = createDatabase(environment.DATABASE_URL, { connections: 2 })
  try {
    await keepDemoApart(database, 'simulated')
    await seedDemo(database)
    await noteFreshAws(database)
  } finally {
    await database.close()
  }
  const addresses = demoPeople.map(({ email }) => email)
  console.log(`Sign in   ${addresses.join('\n          ')}\nPassword  ${demoPassword}`)
})
