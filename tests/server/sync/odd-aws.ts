import http from 'node:http'
import { afterAll, beforeAll } from 'vitest'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { addAccount, homeAccount, syncOnce } from './sync-world.ts'

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void
type Answers = Record<string, Answer | object>

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Account>${homeAccount.awsAccountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`

/** What an AWS without anything says. */
const nothing: Answers = {
  'POST /': (_, response) => response.end(identity),
  'GET /indexing/config': {},
  'GET /things': { things: [] },
  'GET /thing-types': { thingTypes: [] },
  'GET /thing-groups': { thingGroups: [] },
  'GET /billing-groups': { billingGroups: [] },
  'GET /certificates': { certificates: [] },
  'GET /cacertificates': { certificates: [] },
  'GET /policies': { policies: [] },
}

/** An endpoint that answers what a test tells it to, and a database that is filled from it. */
export function useOddAws() {
  let answers = nothing
  let database: Database
  let drop: () => Promise<void>
  const server = http.createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const answer = answers[`${request.method} ${path}`] ?? answers[`${request.method} ${path.replace(/[^/]*$/, '*')}`]
    request.resume()
    if (typeof answer === 'function') return answer(request, response)
    response.statusCode = answer ? 200 : 404
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer ?? { message: 'no such thing' }))
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    })
    const created = await createTestDatabase()
    drop = created.drop
    database = createDatabase(created.url)
    await addAccount(database.pool)
  })
  afterAll(async () => {
    await database.close()
    await drop()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    get database() {
      return database
    },
    /** Collects once from an AWS that answers so. Returns how each feed ended. */
    async sync(odd: Answers, collectors?: string[]): Promise<Record<string, string>> {
      answers = { ...nothing, ...odd }
      await syncOnce(database.pool, collectors ? { collectors } : {})
      const { rows } = await database.pool.query('select collector, last_outcome from collections')
      return Object.fromEntries(rows.map(({ collector, last_outcome }) => [collector, last_outcome]))
    },
    async column(sql: string): Promise<unknown[]> {
      return (await database.pool.query({ text: sql, rowMode: 'array' })).rows.map(([value]) => value)
    },
  }
}
