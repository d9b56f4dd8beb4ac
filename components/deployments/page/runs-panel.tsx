'use client'

import { actionPhrase, nameOf, runStateWords } from '#components/response/words.ts'
import { formatCount, plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { type ActionId, actions } from '#contract/actions.ts'
import type { Deployment } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { DeploymentMark } from '../marks.tsx'

const words: Readonly<Record<string, { word: string } | undefined>> = runStateWords
const isKnown = (action: string): action is ActionId => action in actions

/** What people did about it through the guarded path, newest first; nothing at all where nobody did. */
export function RunsPanel({ deployment: { kind, name, runs, retries, counts, total } }: { deployment: Deployment }) {
  if (runs.length + retries.length === 0) return null
  const together = retries.reduce((sum, { succeeded }) => sum + succeeded, counts.succeeded)
  return (
    <Panel title="What people did about it" flush>
      <ul>
        {runs.map(({ id, number, action, state, at }) => (
          <li key={id} className="flex flex-wrap gap-x-2 border-b border-line px-4 py-2 last:border-b-0">
            <Link href={links.run(id)} className="font-medium text-accent hover:underline">
              Run {number}
            </Link>
            <span className="min-w-0 break-words">
              {isKnown(action)
                ? actionPhrase(action, { count: 1, name: nameOf('deployment', `${kind}/${name}`) })
                : action}
            </span>
            <span className="text-muted">
              {words[state]?.word ?? state} <RelativeTime at={at} />
            </span>
          </li>
        ))}
        {retries.map(({ id, title, health, succeeded, total }) => (
          <li key={id} className="flex flex-wrap gap-x-2 border-b border-line px-4 py-2 last:border-b-0">
            <span className="text-muted">Retried by</span>
            <Link href={links.deployment(id)} className="font-medium break-words text-accent hover:underline">
              {title}
            </Link>
            <DeploymentMark health={health} />
            <span className="text-muted tabular-nums">
              {formatCount(succeeded)} of {plural(total, 'device')} succeeded
            </span>
          </li>
        ))}
      </ul>
      {retries.length > 0 ? (
        <p className="border-t border-line px-4 py-2">
          {formatCount(counts.succeeded)} here and {formatCount(together - counts.succeeded)} by retries:{' '}
          <span className="font-medium">
            {formatCount(together)} of {plural(total, 'device')}
          </span>{' '}
          have it.
        </p>
      ) : null}
    </Panel>
  )
}
