'use client'

import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { actions } from '#contract/actions.ts'
import type { Deployment } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'

const labels: Readonly<Record<string, { label: string } | undefined>> = actions

/** What people did about it through the guarded path, newest first; nothing at all where nobody did. */
export function RunsPanel({ deployment: { runs } }: { deployment: Deployment }) {
  if (runs.length === 0) return null
  return (
    <Panel title="What people did about it" flush>
      <ul>
        {runs.map(({ id, number, action, state, at }) => (
          <li key={id} className="flex flex-wrap gap-x-2 border-b border-line px-4 py-2 last:border-b-0">
            <Link href={links.run(id)} className="font-medium text-accent hover:underline">
              Run {number}
            </Link>
            <span>{labels[action]?.label ?? action}</span>
            <span className="text-muted">
              {state}, <RelativeTime at={at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
