import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import type { RunFilters } from '#contract/response.ts'
import type { ResponseConcerns } from '#server/response/queries/response-concerns.ts'

/** What needs a person about response actions. One run alone is linked to directly. */
export function responseItems({
  scope,
  response,
}: {
  scope: { account?: number }
  response: ResponseConcerns
}): AttentionItem[] {
  const runs = (ids: string[], filters: RunFilters) => {
    const [only, ...others] = ids
    const href = only && others.length === 0 ? links.run(only) : links.response({ ...scope, ...filters })
    return { count: ids.length, href }
  }
  return [
    {
      id: 'response-over-limit',
      severity: 'critical',
      title: 'Containment takes longer than its limit',
      detail: 'Devices that these runs are to keep out may still be in.',
      ...runs(response['over-limit'], { outcome: 'over-limit' }),
    },
    {
      id: 'response-not-contained',
      severity: 'critical',
      title: 'Runs have targets that are not contained',
      detail: 'Their calls were made, and yet they were seen with a live session.',
      ...runs(response['not-contained'], { outcome: 'not-contained' }),
    },
    {
      id: 'response-waiting',
      severity: 'high',
      title: 'Requests wait for a second person',
      detail: 'They expire when nobody decides.',
      ...runs(response.waiting, { waiting: 'anyone' }),
    },
    {
      id: 'response-permissions',
      severity: 'medium',
      title: 'Permissions are missing from responder roles',
      detail: `AWS denied: ${response.denied.join(', ')}.`,
      count: response.denied.length,
      href: links.responseSettings(),
    },
    {
      id: 'response-unproved',
      severity: 'low',
      title: 'Runs ended without proof of containment',
      detail: 'Credentials are cut off, and for some targets nothing tells of a session.',
      ...runs(response.unproved, { outcome: 'unproved' }),
    },
  ]
}
