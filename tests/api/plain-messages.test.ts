import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { api as contract } from '#contract/index.ts'
import { streams } from '#contract/streams.ts'
import { fieldsOf } from '#server/platform/api/query.ts'
import { entriesOf } from '#server/platform/api/routes.ts'
import { useWeb } from '../support/web.ts'

const api = useWeb()

/** How the validator speaks to whoever wrote a schema. */
const raw =
  /invalid|expected|received|too (small|big|short|long)|unrecognized|NaN|regex|pattern|\bint\b|undefined|>=|<=/i

const odd = [
  undefined,
  null,
  'nonsense',
  '',
  ' ',
  'x'.repeat(70_000),
  1.5,
  -1,
  1e300,
  Number.NaN,
  true,
  [],
  [1],
  [{}],
  {},
]

function messagesOf(schema: z.ZodType, input: unknown): string[] {
  return (schema.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

const asked = entriesOf({ ...contract, ...streams }).flatMap(({ name, procedure }) => {
  const schema = procedure['~orpc'].inputSchema as z.ZodType | undefined
  return schema ? [{ name, schema }] : []
})

describe.each(asked)('$name', ({ schema }) => {
  test('says in plain words what is wrong with an input', () => {
    const whole = odd.flatMap((value) => messagesOf(schema, value))
    const fields = schema instanceof z.ZodObject ? fieldsOf(schema) : []
    const single = fields.flatMap((name) => odd.flatMap((value) => messagesOf(schema, { [name]: value })))
    // The words that can be chosen are AWS's own.
    const said = [...whole, ...single].map((one) => one.slice(one.indexOf(': ')).replace(/Give one of .*/, ''))
    expect(said.filter((message) => raw.test(message))).toEqual([])
  })
})

const message = (schema: z.ZodType, input: unknown) => schema.safeParse(input).error?.issues[0]?.message

test.each<[string, z.ZodType, unknown, string]>([
  ['nothing given', z.string(), undefined, 'This is needed'],
  ['nothing written', z.string().min(1), '', 'This is needed'],
  ['too little written', z.string().min(3), 'a', 'Write at least 3 characters'],
  ['too much written', z.string().max(3), 'abcd', 'Write at most 3 characters'],
  ['no number', z.coerce.number(), 'x', 'Give a number'],
  ['no whole number', z.coerce.number().int(), '1.5', 'Give a whole number'],
  ['too few', z.number().min(1), 0, 'Give 1 or more'],
  ['too many', z.number().max(9), 10, 'Give 9 or less'],
  ['not above', z.number().gt(0), 0, 'Give more than 0'],
  ['another word', z.enum(['high', 'low']), 'medium', 'Give one of high, low'],
  ['no address', z.email(), 'x', 'Write an e-mail address, such as name@example.com'],
  ['no URL', z.url(), 'x', 'Write a whole address, such as https://example.com/path'],
  ['an empty list', z.array(z.string()).min(1), [], 'Name at least one'],
  ['a strange field', z.strictObject({}), { quux: 1 }, 'There is no field quux here'],
  [
    'yes or no',
    z.union([z.boolean(), z.enum(['true', 'false'])]),
    'x',
    'Give true or false, or: Give one of true, false',
  ],
  ['a word of the schema’s own', z.string().regex(/=/, 'Write it as name=value'), 'x', 'Write it as name=value'],
])('%s', (_, schema, input, said) => {
  expect(message(schema, input)).toBe(said)
})

test('a person is told so by the API, and by what signs in', async () => {
  const as = await api.person('admin')
  const told = async (response: Promise<Response>) => (await (await response).json()).detail
  expect(await told(api.call('/things?limit=x', { as }))).toBe('limit: Give a number')
  expect(await told(api.call('/people', { method: 'POST', as, body: { email: 'x' } }))).toBe(
    'name: This is needed; email: An e-mail address; role: Give one of viewer, responder, approver, admin; password: This is needed',
  )
  const signIn = { method: 'POST', body: { email: 'x', password: 1 } }
  expect(await told(api.auth('/sign-in/email', signIn))).not.toMatch(raw)
  expect(await told(api.auth('/sign-in/email', { method: 'POST', body: {} }))).toMatch(/email: This is needed/)
})
