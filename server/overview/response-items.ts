import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import type { RunFilters } from '#contract/response.ts'
import { tallyInWords } from '#contract/response-words.ts'
import type { Outcome, Tally } from '#server/response/queries/outcomes.ts'
import type { ResponseConcerns } from '#server/response/queries/response-concerns.ts'

/** What needs a person about response actions. One run alone is linked to directly. */
export function responseItems({
  scope,
  now,
  response,
}: {
  scope: { account?: number }
  now: Date
  response: ResponseConcerns
}): AttentionItem[] {
  const to = (ids: string[], filters: RunFilters, capped = false) => {
    const [only, ...others] = ids
    return only && others.length === 0 && !capped ? links.run(only) : links.response({ ...scope, ...filters })
  }
  // Targets are counted, as on the page of response; what it leads to are their runs, so both are said.
  const targets = (outcome: Outcome, means: string) => {
    const { runs, ...tally } = response[outcome]
    return {
      detail: `${tallyInWords({ ...tally, runs: runs.length })}, ${lookedAt(tally, now)}. ${means}`,
      count: tally.targets,
      capped: tally.capped,
      href: to(runs, { outcome }, tally.capped),
    }
  }
  return [
    {
      id: 'response-over-limit',
      severity: 'critical',
      title: 'Containment takes longer than its limit',
      ...targets('over-limit', 'Devices that these runs are to keep out may still be in.'),
    },
    {
      id: 'response-not-contained',
      severity: 'critical',
      title: 'Targets of runs are not contained',
      ...targets('not-contained', 'Their calls were made, and yet they were seen with a live session.'),
    },
    {
      id: 'response-waiting',
      severity: 'high',
      title: 'Requests wait for a second person',
      detail: 'They expire when nobody decides.',
      count: response.waiting.length,
      href: to(response.waiting, { waiting: 'anyone' }),
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
      title: 'Targets were left without proof of containment',
      ...targets('unproved', 'Their credentials are cut off, and nothing tells of a session.'),
    },
  ]
}

const minuteMs = 60_000

/** How old that is, by the one that was looked at the longest ago. */
function lookedAt({ at }: Pick<Tally, 'at'>, now: Date): string {
  if (at === null) return 'not all of them looked at yet'
  const minutes = Math.max(1, Math.ceil((now.getTime() - Date.parse(at)) / minuteMs))
  if (minutes < 120) return `looked at within ${minutes} min`
  return minutes < 2 * 1440
    ? `looked at within ${Math.ceil(minutes / 60)} h`
    : `looked at within ${Math.ceil(minutes / 1440)} days`
}
