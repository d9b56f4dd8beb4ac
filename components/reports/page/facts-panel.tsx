'use client'

import { feedWords } from '#components/overview/feed-words.ts'
import { Status } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { Report } from '#contract/reports.ts'
import { useAccountNames } from '../list/use-account-names.ts'

/** How old each feed's facts were at the moment of the report. */
export function FactsPanel({ report: { facts } }: { report: Report }) {
  const nameOf = useAccountNames()
  return (
    <Panel title="How old the facts were" flush>
      {facts.length === 0 ? <p className="p-4 text-muted">No feed had been read.</p> : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a named group that scrolls; a fieldset holds controls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div role="group" aria-label="Feeds" tabIndex={0} className="max-h-96 overflow-y-auto">
        <ul className="flex flex-col divide-y divide-line">
          {facts.map(({ account, feed, state, at }) => (
            <li
              key={`${account} ${feed}`}
              className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-1.5"
            >
              <span>
                {feed} <span className="text-muted">{nameOf(account)}</span>
              </span>
              <span className="flex items-center gap-3 text-muted">
                <FeedStanding state={state} /> <AbsoluteTime at={at} never="never read" />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  )
}

function FeedStanding({ state }: { state: string }) {
  const said = Object.entries(feedWords).find(([known]) => known === state)?.[1]
  return said ? <Status health={said.health}>{said.word}</Status> : state
}
