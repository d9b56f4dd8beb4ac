import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { api as contractOfApi } from '#contract/index.ts'
import { contract } from '#generated/contract.ts'

/** The API as a tree of functions, `client.things.list({ search: 'pump' })`. */
export type ApiClient = JsonifiedClient<ContractRouterClient<typeof contractOfApi>>

// The generated contract has the same entries as the one the type is taken from, only without schemas.
const link = new OpenAPILink(contract, {
  url: () => new URL('/api', window.location.origin),
  fetch: fetchPlainJson,
  customErrorResponseBodyDecoder: (body, { status }) => toError(body, status),
})

// oRPC reads plain JSON only; a body of application/problem+json (RFC 9457) would reach the decoder as a file.
async function fetchPlainJson(request: Request, init: RequestInit): Promise<Response> {
  const answer = await fetch(request, init)
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json')) return answer
  return new Response(answer.body, { status: answer.status, headers: { 'content-type': 'application/json' } })
}

/** Calls from the browser. Server components use `app/prefetch.tsx` instead. */
export const client: ApiClient = createORPCClient(link)

/** Query, mutation and key options of every endpoint: `useQuery(api.things.list.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client)

/** One field the server did not accept. `path` is dotted, as in `filters.name`; empty for the whole. */
export type FieldError = { path: string; message: string }

/** The HTTP status an API call failed with, or undefined when no answer came. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ORPCError ? error.status : undefined
}

/** The fields a failed API call complains about. */
export function fieldErrorsOf(error: unknown): FieldError[] {
  return error instanceof ORPCError && isProblem(error.data) ? (error.data.errors ?? []) : []
}

type Problem = { title: string; detail?: string; errors?: FieldError[] }

function toError(body: unknown, status: number) {
  const problem = isProblem(body) ? body : undefined
  const message = problem?.detail ?? problem?.title ?? 'The server gave no usable answer.'
  return new ORPCError(`HTTP_${status}`, { status, message, data: problem })
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'title' in body
}
