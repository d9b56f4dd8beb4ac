'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { RunSummary } from '#contract/response.ts'
import { runTitle } from '../run/run-title.ts'
import { categoryWords } from '../words.ts'

const shown = 5

/** Requests that I may decide on, each with who, why and until when. Absent while there are none. */
export function WaitingPanel() {
  const waiting = useQuery(api.response.list.queryOptions({ input: { waiting: 'me' } }))
  const runs = waiting.data?.items ?? []
  if (runs.length === 0 && !waiting.isError) return null
  const more = runs.length > shown || Boolean(waiting.data?.nextCursor)
  return (
    <Panel
      title="Waiting for my approval"
      failed={failureOf(waiting, 'What waits for you')}
      flush
      actions={
        more ? (
          <Link href={links.response({ waiting: 'me' })} className="text-xs text-accent hover:underline">
            See all
          </Link>
        ) : null
      }
    >
      {runs.length === 0 ? null : (
        <ul>
          {runs.slice(0, shown).map((run) => (
            <Waiting key={run.id} run={run} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Waiting({ run }: { run: RunSummary }) {
  const what = runTitle(run)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="min-w-60 flex-1">
        <p className="font-medium break-words">{what}</p>
        <p className="text-muted">
          {run.by.name} asked <RelativeTime at={run.requestedAt} />
          {run.category ? <>, {categoryWords[run.category].toLowerCase()}</> : null}
          {run.reason ? <>: {run.reason}</> : null}
        </p>
      </div>
      <p className="text-xs text-muted">
        expires{' '}
        <RelativeTime at={run.approvalExpiresAt} never="at no set time" className="font-medium text-attention" />
      </p>
      <LinkButton href={links.run(run.id)} variant="primary" size="sm" aria-label={`Review: ${what}`}>
        Review
      </LinkButton>
    </li>
  )
}
