import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import type { api as contractOfApi } from '#contract/index.ts'
import { ApiError, callsOf, type FieldError } from './calls.ts'
import { queryOptionsOf } from './query-options.ts'

/** The API as a tree of functions, `client.things.list({ search: 'pump' })`. */
export type ApiClient = JsonifiedClient<ContractRouterClient<typeof contractOfApi>>

/**
 * Calls from the browser. Server components use `app/prefetch.tsx` instead. The generated routes have the same entries
 * as the contract the type is taken from, only without schemas, and come with the first call, after the page; oRPC's own
 * client would add 10 KB to every page.
 */
export const client = callsOf(async () => (await import('#generated/contract.ts')).routes) as ApiClient

/** Query, mutation and key options of every endpoint: `useQuery(api.things.list.queryOptions({ input }))`. */
export const api = queryOptionsOf(client)

/** The HTTP status an API call failed with, or undefined when no answer came. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ApiError ? error.status : undefined
}

/** The fields a failed API call complains about. */
export function fieldErrorsOf(error: unknown): readonly FieldError[] {
  return error instanceof ApiError ? error.fields : []
}
