'use client'

import { plural } from '#components/ui/format.ts'
import type { Report } from '#contract/reports.ts'
import { talliedInWords, tally } from '../words.ts'

/** What a reader with one minute should know: the count, what fails, what nobody can tell, whose word lapsed. */
export function Summary({ report: { results, facts } }: { report: Report }) {
  const failing = results.filter(({ answer }) => answer === 'fail')
  const unknown = results.filter(({ answer }) => answer === 'unknown')
  const lapsed = results.filter(({ attestation }) => attestation?.lapsed)
  const stale = facts.filter(({ state }) => state !== 'fresh' && state !== 'running')
  return (
    <div className="flex flex-col gap-3">
      <p className="text-pretty">
        Of {plural(results.length, 'control')}: {talliedInWords(tally(results))}.{' '}
        {unknown.length > 0
          ? 'What is unknown is no pass: its facts were missing or stale, or nobody vouched for it.'
          : 'Every control has an answer.'}{' '}
        {lapsed.length > 0 ? `${plural(lapsed.length, 'attestation')} had lapsed.` : ''}{' '}
        {stale.length > 0 ? `${plural(stale.length, 'feed')} had no fresh facts.` : ''}
      </p>
      {failing.length > 0 ? (
        <section aria-label="What fails">
          <h3 className="mb-1 text-xs font-semibold text-muted">What fails</h3>
          <ul className="flex flex-col gap-1.5">
            {failing.slice(0, longest).map(({ control, title, reason }) => (
              <li key={control}>
                <a href={`#${control}`} onClick={() => openDetails(control)} className="font-medium hover:underline">
                  {title}
                </a>
                <span className="block text-muted [overflow-wrap:anywhere]">{reason}</span>
              </li>
            ))}
          </ul>
          {failing.length > longest ? (
            <p className="mt-1 text-muted">And {failing.length - longest} more, below.</p>
          ) : null}
        </section>
      ) : null}
    </div>
  )
}

const longest = 8

// The address leads to the control; what is behind its answer is what somebody who follows it wants to see.
function openDetails(id: string) {
  const details = document.getElementById(id)
  if (details instanceof HTMLDetailsElement) details.open = true
}
