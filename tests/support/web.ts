import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll } from 'vitest'
import type { Role } from '#contract/roles.ts'
import { insertPerson } from '#server/people/insert-person.ts'
import { hashOf, newSecret } from '#server/people/secrets.ts'
import { peerHeader } from '#server/platform/api/address.ts'
import { readEnvironment, type Variables } from '#server/platform/env.ts'
import { answerApi } from '#server/web/api.ts'
import { answerAuth } from '#server/web/auth.ts'
import { openWeb, type Web } from '#server/web/process.ts'
import { useTestDatabase } from './database.ts'

export const testUrl = 'http://console.test'
export const testPassword = 'correct horse battery'

/** A person who exists, signed in: `cookie` and `token` speak for them. */
export type TestPerson = { id: string; email: string; role: Role; cookie: string; token: string }

type Call = {
  method?: string
  body?: unknown
  headers?: Record<string, string>
  as?: TestPerson
  with?: 'cookie' | 'token'
}

/** The web process on a database of its own, without a server around it: requests go to the handlers directly. */
export function useWeb(variables: Variables = {}) {
  const database = useTestDatabase()
  let web: Web | undefined
  beforeAll(() => {
    web = openWeb(
      readEnvironment({
        DATABASE_URL: database.url,
        DATABASE_POOL_SIZE: '4',
        BETTER_AUTH_SECRET: 'a secret of the tests, 32 characters long',
        FLEETWARDEN_URL: testUrl,
        NODE_ENV: 'test',
        ...variables,
      }),
    )
  })
  afterAll(async () => {
    await web?.close()
  })
  const opened = () => {
    if (!web) throw new Error('The web process exists from beforeAll on')
    return web
  }
  return {
    get web() {
      return opened()
    },
    get database() {
      return opened().database
    },
    /** Asks the API as our own page or a token's holder would. */
    call: (path: string, call: Call = {}) => answerApi(opened(), toRequest(`/api${path}`, call)),
    /** Asks better-auth's endpoints. */
    auth: (path: string, call: Call = {}) => answerAuth(opened(), toRequest(`/api/auth${path}`, call)),
    /** Adds a person, signs them in and gives them a token of the same role. */
    person: (role: Role) => addPerson(opened(), role),
  }
}

/** A request as a page of ours sends it, or as a program with a token does. */
export function toRequest(path: string, { method = 'GET', body, headers, as, with: by = 'cookie' }: Call): Request {
  const own: Record<string, string> = { [peerHeader]: '127.0.0.1' }
  if (by === 'cookie') own['sec-fetch-site'] = 'same-origin'
  if (as) Object.assign(own, by === 'cookie' ? { cookie: as.cookie } : { authorization: `Bearer ${as.token}` })
  const json = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  if (json !== undefined) own['content-type'] = 'application/json'
  return new Request(`${testUrl}${path}`, { method, headers: { ...own, ...headers }, body: json })
}

/** The session cookie an answer set, ready to be sent back. */
export function cookieIn(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

let passwordHash: Promise<string> | undefined

async function addPerson(web: Web, role: Role): Promise<TestPerson> {
  passwordHash ??= hashPassword(testPassword)
  const email = `${role}-${randomUUID().slice(0, 8)}@example.test`
  const { prisma } = web.database
  const person = { name: `A ${role}`, email, role, passwordHash: await passwordHash }
  const id = await prisma.$transaction((tx) => insertPerson(tx, person))
  // Each person signs in from an address of their own, or the tests would trip over the limit on attempts.
  const headers = { [peerHeader]: `127.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}` }
  const body = { email, password: testPassword }
  const response = await answerAuth(web, toRequest('/api/auth/sign-in/email', { method: 'POST', body, headers }))
  if (!response.ok) throw new Error(`Signing in answered ${response.status}: ${await response.text()}`)
  const token = newSecret('fw_')
  await prisma.apiToken.create({
    data: { userId: id, name: 'test', role, prefix: token.slice(0, 9), hash: hashOf(token) },
  })
  return { id, email, role, cookie: cookieIn(response), token }
}
