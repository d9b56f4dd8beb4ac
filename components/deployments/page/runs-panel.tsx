'use client'

import { actionPhrase, runStateWords } from '#components/response/words.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { type ActionId, actions } from '#contract/actions.ts'
import type { Deployment } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'

const words: Readonly<Record<string, { word: string } | undefined>> = runStateWords
const isKnown = (action: string): action is ActionId => action in actions

/** What people did about it through the guarded path, newest first; nothing at all where nobody did. */
export function RunsPanel({ deployment: { runs, title } }: { deployment: Deployment }) {
  if (runs.length === 0) return null
  return (
    <Panel title="What people did about it" flush>
      <ul>
        {runs.map(({ id, number, action, state, at }) => (
          <li key={id} className="flex flex-wrap gap-x-2 border-b border-line px-4 py-2 last:border-b-0">
            <Link href={links.run(id)} className="font-medium text-accent hover:underline">
              Run {number}
            </Link>
            <span className="min-w-0 break-words">
              {isKnown(action) ? actionPhrase(action, { count: 1, name: title }) : action}
            </span>
            <span className="text-muted">
              {words[state]?.word ?? state} <RelativeTime at={at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
