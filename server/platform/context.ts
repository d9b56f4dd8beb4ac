import type { Role } from '#contract/roles.ts'
import type { Database } from './db.ts'
import { Refusal } from './refusal.ts'

/**
 * Who is asking. `tokenId` is set when an API token speaks for the person, `owesPassword` when they signed in with a
 * password that somebody else set.
 */
export type Actor = {
  id: string
  name: string
  email: string
  role: Role
  sessionId?: string
  tokenId?: string
  owesPassword?: true
}

/** What every query and command is given: the database, the time, and who asks from where. */
export type Context = {
  database: Database
  now: Date
  actor: Actor | null
  ipAddress: string | null
}

/** The person behind the request. Throws a Refusal for strangers: entries that call this are never public. */
export function actorOf({ actor }: Pick<Context, 'actor'>): Actor {
  if (!actor) throw new Refusal('unauthenticated', 'Sign in first.')
  return actor
}
