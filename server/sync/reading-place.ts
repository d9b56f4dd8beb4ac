import { z } from 'zod'
import { executionStatus } from '#contract/deployments.ts'

const place = z.object({
  plan: z.union([
    z.object({ whole: z.literal(true), fresh: z.boolean() }),
    z.object({ whole: z.literal(false), states: z.array(executionStatus.exclude(['UNKNOWN'])) }),
  ]),
  /** Of which counts the reading is. */
  of: z.string(),
  /** Which of the plan's states is read, and from which page of AWS's. */
  at: z.number().int().min(0),
  token: z.string().optional(),
  changed: z.number().int(),
})

/** Where the reading of a job's executions stands, as its cursor keeps it. */
export type Place = z.infer<typeof place>

export const toToken = (at: Place): string => JSON.stringify(at)

/** Throws on a token that is none of ours. */
export const placeAt = (token: string): Place => place.parse(JSON.parse(token))

/** The states to ask for, one after the other; undefined asks for all at once. */
export const placesOf = (plan: Place['plan']) => (plan.whole ? [undefined] : plan.states)
