import { afterEach, expect, test, vi } from 'vitest'
import { ApiError, callsOf } from '#components/data/calls.ts'
import { queryOptionsOf } from '#components/data/query-options.ts'
import { routes as generated } from '#generated/contract.ts'

const routes = {
  things: { list: 'GET /things', get: 'GET /accounts/{account}/things/{name}' },
  tokens: { create: 'POST /tokens', revoke: 'DELETE /tokens/{id}', rename: 'PATCH /tokens/{id}' },
}
type Call = (input?: object) => Promise<unknown>
const client = callsOf(async () => routes) as Record<'things' | 'tokens', Record<string, Call>>

/** Calls `entry` of `room` against a server that gives this answer, and tells what the server was sent. */
async function sent(room: 'things' | 'tokens', entry: string, input?: object, answer = Response.json({})) {
  const fetched = vi.fn(async (_address: string, _options: RequestInit) => answer)
  vi.stubGlobal('fetch', fetched)
  const result = client[room][entry]?.(input)
  const failure = await result?.then(
    () => null,
    (error: unknown) => error,
  )
  const [address, options] = fetched.mock.calls[0] ?? []
  return { address, method: options?.method, body: options?.body, failure, result }
}

afterEach(() => void vi.unstubAllGlobals())

test('what a path has no place for goes into the query; what is absent goes nowhere', async () => {
  expect(await sent('things', 'list', { search: 'a&b', limit: 5, cursor: undefined, gone: null })).toMatchObject({
    address: '/api/things?search=a%26b&limit=5',
    method: 'GET',
    body: undefined,
  })
  expect(await sent('things', 'get', { account: 1, name: 'a/b c' })).toMatchObject({
    address: '/api/accounts/1/things/a%2Fb%20c',
  })
})

test('commands send JSON, or nothing when the path says it all', async () => {
  expect(await sent('tokens', 'create', { name: 'ci' })).toMatchObject({ method: 'POST', body: '{"name":"ci"}' })
  expect(await sent('tokens', 'rename', { id: 7, name: 'x' })).toMatchObject({
    address: '/api/tokens/7',
    body: '{"name":"x"}',
  })
  expect(await sent('tokens', 'revoke', { id: 7 })).toMatchObject({ address: '/api/tokens/7', body: undefined })
})

test('a refusal is told in the words of the server', async () => {
  const errors = [{ path: 'name', message: 'Too long' }]
  const problem = { title: 'Bad request', detail: 'Look at the name.', errors }
  const { failure } = await sent('tokens', 'create', {}, Response.json(problem, { status: 400 }))
  expect(failure).toBeInstanceOf(ApiError)
  expect(failure).toMatchObject({ message: 'Look at the name.', status: 400, fields: errors })
})

test('an answer that is no JSON is a failure with its status', async () => {
  const { failure } = await sent('things', 'list', {}, new Response('<html>', { status: 502 }))
  expect(failure).toMatchObject({ message: 'The server gave no usable answer.', status: 502 })
  expect((await sent('things', 'list', {}, new Response('<html>'))).failure).toMatchObject({ status: 200 })
  const nothing = await sent('tokens', 'revoke', { id: 7 }, new Response(null, { status: 204 }))
  expect(await nothing.result).toBeUndefined()
})

test('what the contract does not have is no call', async () => {
  expect((await sent('things', 'nothing')).failure).toMatchObject({ message: 'The API has no things.nothing' })
})

test('no entry is called as what is made of entries', () => {
  const names = JSON.stringify(generated).match(/"\w+":/g)
  expect(names).not.toContain('"key":')
  expect(names?.filter((name) => name.endsWith('Options":'))).toEqual([])
})

test('keys begin with the names that lead to an entry, so a room can be made old as a whole', () => {
  const api = queryOptionsOf(client) as unknown as {
    things: { key(): unknown; list: { queryOptions(given: object): { queryKey: unknown; staleTime?: number } } }
  }
  expect(api.things.key()).toEqual([['things']])
  expect(api.things.list.queryOptions({ input: { search: 'a' }, staleTime: 1 })).toMatchObject({
    queryKey: [['things', 'list'], { input: { search: 'a' }, type: 'query' }],
    staleTime: 1,
  })
})
