import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import type { ResponseConcerns } from '#server/response/queries/response-concerns.ts'

/** What needs a person about response actions. One run alone is linked to directly. */
export function responseItems({
  scope,
  response,
}: {
  scope: { account?: number }
  response: ResponseConcerns
}): AttentionItem[] {
  const { notContained, unproved, overLimit, waiting, denied } = response
  const one = (runs: ResponseConcerns['waiting']) => {
    const [only, ...others] = runs
    return only && others.length === 0 ? links.run(only) : null
  }
  return [
    {
      id: 'response-over-limit',
      severity: 'critical',
      title: 'Containment takes longer than its limit',
      detail: 'Devices that are to be kept out may still be in.',
      count: overLimit.length,
      href: one(overLimit) ?? links.response({ ...scope, state: 'watching' }),
    },
    {
      id: 'response-not-contained',
      severity: 'critical',
      title: 'Targets are not contained',
      detail: 'Every call was made, and yet they were seen with a live session.',
      count: notContained.targets,
      href: one(notContained.runs) ?? links.response({ ...scope, state: 'done' }),
    },
    {
      id: 'response-waiting',
      severity: 'high',
      title: 'Requests wait for a second person',
      detail: 'They expire when nobody decides.',
      count: waiting.length,
      href: one(waiting) ?? links.response({ ...scope, waiting: 'anyone' }),
    },
    {
      id: 'response-unproved',
      severity: 'low',
      title: 'Containment could not be shown',
      detail: 'Their credentials are cut off, and no client ID is known whose session would tell.',
      count: unproved.targets,
      href: one(unproved.runs) ?? links.response({ ...scope, state: 'done' }),
    },
    {
      id: 'response-permissions',
      severity: 'medium',
      title: 'Permissions are missing from responder roles',
      detail: `AWS denied: ${denied.join(', ')}.`,
      count: denied.length,
      href: links.responseSettings(),
    },
  ]
}
