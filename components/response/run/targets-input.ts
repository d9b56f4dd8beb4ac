import type { TargetState } from '#contract/response.ts'

type Asked = { search?: string; state?: TargetState; cursor?: string }

/** What the endpoint is asked for this address; alike on the server and in the browser. The scope does not matter. */
export function targetsInput(id: string, { search, state, cursor }: Asked) {
  return { id, ...(search && { search }), ...(state && { state }), ...(cursor && { cursor }) }
}
