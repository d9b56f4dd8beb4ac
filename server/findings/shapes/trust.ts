import { z } from 'zod'

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())
const statement = z.object({
  Effect: z.string(),
  Principal: z.union([z.string(), z.record(z.string(), oneOrMore)]).optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
})
const policy = z.object({ Statement: z.union([statement, z.array(statement)]).transform((value) => [value].flat()) })

/** Services of AWS IoT that take a role on behalf of whoever asks them to. */
const deputies = ['iot.amazonaws.com', 'iotdeviceadvisor.amazonaws.com']

/** How a role's trust policy guards against a service acting for another account; `service` is one that may take it. */
export type Trust = { service: string; guards: string[] }

/**
 * The statements of a trust policy by which a service of AWS IoT may take the role, with the conditions on it that hold
 * whoever asks to a resource or an account. undefined when it is not of the shape that IAM documents.
 */
export function trustOf(document: unknown): Trust[] | undefined {
  const read = policy.safeParse(document)
  if (!read.success) return undefined
  return read.data.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Principal, Condition }) => {
    const named = typeof Principal === 'object' ? (Principal.Service ?? []) : []
    return named
      .filter((service) => deputies.includes(service.toLowerCase()))
      .map((service) => ({ service, guards: guardsIn(Condition ?? {}) }))
  })
}

// A negated operator, one that holds when the key is missing, or * for a value keeps nobody out.
function guardsIn(condition: Record<string, Record<string, string[]>>): string[] {
  return Object.entries(condition)
    .filter(([operator]) => /^(?:ForA\w+Values:)?(?:String|Arn)(?:Equals|Like|EqualsIgnoreCase)$/i.test(operator))
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([, values]) => values.length > 0 && values.every((value) => !/^[*?]*$/.test(value)))
    .map(([key]) => key.toLowerCase())
    .filter((key) => key === 'aws:sourcearn' || key === 'aws:sourceaccount')
}
