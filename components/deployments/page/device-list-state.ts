import { createParser, parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import type { ExecutionStatus, StallCause } from '#contract/deployments.ts'
import { executionWords } from '../execution-words.ts'
import { stallWords } from '../stall-words.ts'

// The tables are typed by exactly these words.
const statuses = Object.keys(executionWords) as ExecutionStatus[]
const causes = Object.keys(stallWords) as StallCause[]

/** What a deployment's page keeps in its address of its devices. */
export const deviceList = defineList('deployment-devices', {
  filters: {
    search: parseAsString,
    status: parseAsStringLiteral(statuses),
    stall: parseAsStringLiteral(causes),
    standing: parseAsStringLiteral(['stalled', 'waiting'] as const),
    message: createParser({
      parse: (text: string) => (text.length > 0 && text.length <= 1024 ? text : null),
      serialize: (text: string) => text,
    }),
  },
  sorts: [],
})

type Asked = {
  search?: string
  status?: ExecutionStatus
  stall?: StallCause
  standing?: 'stalled' | 'waiting'
  message?: string
  cursor?: string
}

/** What the endpoint is asked for this address; alike on the server and in the browser. The scope does not matter. */
export function devicesInput(id: string, { search, status, stall, standing, message, cursor }: Asked) {
  return {
    id,
    ...(search && { search }),
    ...(status && { status }),
    ...(stall && { stall }),
    ...(standing && { standing }),
    ...(message && { message }),
    ...(cursor && { cursor }),
  }
}
