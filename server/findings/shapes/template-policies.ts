import { z } from 'zod'

// A policy may be named only, and then it is one of the account's, judged by itself.
const resource = z.object({ Type: z.string().optional(), Properties: z.record(z.string(), z.unknown()).optional() })
const body = z.object({ Resources: z.record(z.string(), resource) })

/** Documents of the policies that a provisioning template makes. undefined when its body is of no known shape. */
export function policiesIn(templateBody: string): string[] | undefined {
  const read = body.safeParse(parse(templateBody))
  if (!read.success) return undefined
  return Object.values(read.data.Resources)
    .filter(({ Type }) => Type === 'AWS::IoT::Policy')
    .flatMap(({ Properties }) => {
      const document = Properties?.PolicyDocument
      if (typeof document === 'string') return [document]
      return typeof document === 'object' && document !== null ? [JSON.stringify(document)] : []
    })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
