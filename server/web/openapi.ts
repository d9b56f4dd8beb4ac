import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { EntryMeta } from '#contract/base.ts'
import { api } from '#contract/index.ts'
import { streams } from '#contract/streams.ts'
import { permit } from '#server/platform/api/authorize.ts'
import { requireKnownQuery } from '#server/platform/api/query.ts'
import { entriesOf } from '#server/platform/api/routes.ts'
import type { Web } from './process.ts'
import { serve } from './serve.ts'

/** Answers with the API's description, to those who may call any of it. */
export async function answerOpenApi(web: Web, request: Request): Promise<Response> {
  return serve(web, request, '/openapi.json', async (incoming) => {
    permit(await incoming.identify(), 'viewer', incoming)
    requireKnownQuery(new URL(request.url).searchParams, [])
    document ??= describeApi().then((described) => JSON.stringify(described, withoutNoise))
    return new Response(await document, { headers: { 'content-type': 'application/json' } })
  })
}

const described = { ...api, ...streams }

let document: Promise<string> | undefined

/** OpenAPI 3.1 made from the contract: every entry with its role, its security and its problem answers. */
async function describeApi() {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const roles = new Map(entriesOf(described).map(({ name, procedure }) => [name, metaOf(procedure['~orpc'].meta).role]))
  const { paths, ...rest } = await generator.generate(described, {
    info: {
      title: 'Fleetwarden',
      version: '1',
      description:
        'Everything the console does. Send a personal API token as `Authorization: Bearer fw_…`; errors are problem documents (RFC 9457). Lists are paged by key: hand `nextCursor` back as `cursor` until it is null. Parameters that an operation does not know are refused with 400, never passed over.',
    },
    servers: [{ url: '/api' }],
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A personal API token, made under Settings' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'fleetwarden.session_token',
          description: "The console's session",
        },
      },
      schemas: { Problem: problemSchema },
      responses: problemResponses,
    },
  })
  return { ...rest, paths: mapOperations(paths ?? {}, (operation) => withRole(operation, roles)) }
}

// The generator says of every parameter that it may be empty, and of every integer that JSON can hold it.
function withoutNoise(key: string, value: unknown) {
  const noise =
    key === 'allowEmptyValue' || key === 'allowReserved' || Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER
  return noise ? undefined : value
}

type Operation = Record<string, unknown> & { operationId?: string; responses?: Record<string, unknown> }

function withRole(operation: Operation, roles: Map<string, EntryMeta['role']>): Operation {
  const role = roles.get(operation.operationId ?? '')
  const command = 'requestBody' in operation
  const expected = [
    '400',
    ...(role === 'public' ? [] : ['401', '403']),
    ...(command ? ['409', '413', '415', '429'] : []),
    '500',
    '503',
  ]
  const problems = expected.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }])
  return {
    ...operation,
    ...(role === 'public' ? { security: [] } : {}),
    'x-required-role': role,
    responses: { ...operation.responses, ...Object.fromEntries(problems) },
  }
}

function mapOperations<Paths extends object>(paths: Paths, change: (operation: Operation) => Operation) {
  const changed = Object.entries(paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, change(asOperation(operation))])),
  ])
  return Object.fromEntries(changed) as Record<string, Record<string, Operation>>
}

// The generator writes operations and nothing else under a path.
function asOperation(value: unknown): Operation {
  return value as Operation
}

// The contract's entries are made by `asPublic`, `asViewer` and so on, which set it; the base type does not know.
function metaOf(meta: unknown): EntryMeta {
  return meta as EntryMeta
}

const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const, description: 'A sentence for the person who asked' },
    requestId: { type: 'string' as const },
    errors: {
      type: 'array' as const,
      description: 'Fields that were not accepted',
      items: {
        type: 'object' as const,
        required: ['path', 'message'],
        properties: { path: { type: 'string' as const }, message: { type: 'string' as const } },
      },
    },
  },
}

const problemMeanings = {
  400: 'The input is not as described, or names a parameter that is not known',
  401: 'Nobody is signed in, or the token is not good',
  403: 'The role is too weak, or the request came from another site',
  409: 'It does not fit what is there',
  413: 'The body is too large',
  415: 'The body is not JSON',
  429: 'Too many of them at a time, or in a row: wait',
  500: 'A bug, logged under the request id',
  503: 'The database is busy or away; worth trying again',
}

const problemResponses = Object.fromEntries(
  Object.entries(problemMeanings).map(([status, description]) => [
    `Problem${status}`,
    { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  ]),
)
