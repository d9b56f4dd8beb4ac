import { links } from '#contract/links.ts'
import { keepDemoApart } from '#server/accounts/demo.ts'
import { firstAdminFromEnvironment } from '#server/people/first-admin.ts'
import { ensureSetupToken } from '#server/people/setup.ts'
import { createDatabase } from '#server/platform/db.ts'
import { readEnvironment } from '#server/platform/env.ts'
import { tellMistakes } from './start/mistakes.ts'

await tellMistakes(async () => {
  const environment = readEnvironment()
  const database = createDatabase(environment.DATABASE_URL, { connections: 2 })
  try {
    await keepDemoApart(database, 'real')
    const made = await firstAdminFromEnvironment(database)
    const token = made ? null : await ensureSetupToken(database)
    const address = `${environment.FLEETWARDEN_URL}${links.setup()}?token=${token}`
    console.log(
      token ? `Set up    ${address}\n          (works once, for the first admin)` : 'Sign in   with your own account',
    )
  } finally {
    await database.close()
  }
})
