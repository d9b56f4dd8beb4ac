import fs from 'node:fs'
import { z } from 'zod'
import { password } from '#contract/people.ts'
import type { Database } from '#server/platform/db.ts'
import { EnvironmentError, parseEnvironment, type Variables } from '#server/platform/env.ts'
import { createFirstAdmin } from './setup.ts'

const emptyMeansUnset = (value: unknown) => (value === '' ? undefined : value)

const variables = z.object({
  FLEETWARDEN_ADMIN_EMAIL: z.preprocess(emptyMeansUnset, z.email().optional()),
  FLEETWARDEN_ADMIN_PASSWORD: z.preprocess(emptyMeansUnset, z.string().optional()),
  FLEETWARDEN_ADMIN_PASSWORD_FILE: z.preprocess(emptyMeansUnset, z.string().optional()),
})

/**
 * Makes the first admin from FLEETWARDEN_ADMIN_EMAIL and FLEETWARDEN_ADMIN_PASSWORD(_FILE), for installations nobody
 * watches start. Does nothing without them or when there is an admin. Returns whether it made one; throws an
 * EnvironmentError when they cannot be used.
 */
export async function firstAdminFromEnvironment(database: Database, source: Variables = process.env): Promise<boolean> {
  const given = parseEnvironment(variables, source)
  const email = given.FLEETWARDEN_ADMIN_EMAIL
  if (!email) return false
  const file = given.FLEETWARDEN_ADMIN_PASSWORD_FILE
  const text = file ? readPassword(file) : given.FLEETWARDEN_ADMIN_PASSWORD
  const chosen = password.safeParse(text)
  if (!chosen.success) throw new EnvironmentError('FLEETWARDEN_ADMIN_PASSWORD must have 12 to 128 characters')
  return createFirstAdmin(database, { name: 'Admin', email, password: chosen.data })
}

function readPassword(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').trimEnd()
  } catch {
    throw new EnvironmentError('FLEETWARDEN_ADMIN_PASSWORD_FILE must name a file that can be read')
  }
}
