import {
  GetRoleCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam'
import { z } from 'zod'
import { type AsTold, asTold } from './as-told.ts'
import type { Call, Tally } from './call.ts'
import { isFailure } from './failure.ts'
import { name, optionalText } from './fields.ts'
import { orNull, parseItems, walk } from './pages.ts'

const attached = z.object({ PolicyName: name, PolicyArn: optionalText })

/** Roles of IAM that AWS IoT was given: who may take them, and by which policies they may do what. */
export function roleOperations(client: () => IAMClient, call: Call, tally: Tally) {
  return {
    /** The role by its name, with its trust policy parsed; null when there is none. Names are null where not permitted. */
    async role(RoleName: string): Promise<AsTold | null> {
      const answer = await orNone(
        call('GetRole', (s) => client().send(new GetRoleCommand({ RoleName }), { abortSignal: s })),
      )
      if (!answer) return null
      const { AssumeRolePolicyDocument: document, ...role } = asTold(answer.Role ?? {})
      return {
        ...role,
        ...asTold({ trust: parsed(document) }),
        inlinePolicies: await orUntold(names(inline(RoleName))),
        attachedPolicies: await orUntold(names(managed(RoleName))),
      }
    },
  }

  function inline(RoleName: string) {
    return walk('ListRolePolicies', undefined, async (Marker) => {
      const answer = await call('ListRolePolicies', (s) =>
        client().send(new ListRolePoliciesCommand({ RoleName, Marker }), { abortSignal: s }),
      )
      return { items: parseItems(name, answer.PolicyNames, tally), next: answer.Marker }
    })
  }

  function managed(RoleName: string) {
    return walk('ListAttachedRolePolicies', undefined, async (Marker) => {
      const answer = await call('ListAttachedRolePolicies', (s) =>
        client().send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }), { abortSignal: s }),
      )
      const items = parseItems(attached, answer.AttachedPolicies, tally)
      return { items: items.map(({ PolicyName }) => PolicyName), next: answer.Marker }
    })
  }
}

async function names(pages: AsyncIterable<{ items: string[] }>): Promise<string[]> {
  const all: string[] = []
  for await (const { items } of pages) all.push(...items)
  return all
}

// IAM's query protocol names a missing role otherwise than AWS IoT names what it does not have.
async function orNone<T>(answer: Promise<T>): Promise<T | null> {
  return orNull(answer).catch((error: unknown) => {
    if (isFailure(error) && /NoSuchEntity/.test(error.details.name ?? '')) return null
    throw error
  })
}

async function orUntold<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (isFailure(error, 'denied', 'unavailable')) return null
    throw error
  })
}

// A document comes percent-encoded (RFC 3986).
function parsed(document: unknown): unknown {
  if (typeof document !== 'string') return null
  try {
    return JSON.parse(document.startsWith('{') ? document : decodeURIComponent(document))
  } catch {
    return null
  }
}
