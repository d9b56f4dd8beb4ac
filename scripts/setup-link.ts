import { links } from '#contract/links.ts'
import { firstAdminFromEnvironment } from '#server/people/first-admin.ts'
import { ensureSetupToken } from '#server/people/setup.ts'
import { createDatabase } from '#server/platform/db.ts'
import { readEnvironment } from '#server/platform/env.ts'

const environment = readEnvironment()
const database = createDatabase(environment.DATABASE_URL, { connections: 2 })
try {
  const made = await firstAdminFromEnvironment(database)
  const token = made ? null : await ensureSetupToken(database)
  if (token)
    console.log(
      `Set up    ${environment.FLEETWARDEN_URL}/setup\nToken     ${token}   (works once, for the first admin)`,
    )
  else console.log('Sign in   with your own account')
} finally {
  await database.close()
}
