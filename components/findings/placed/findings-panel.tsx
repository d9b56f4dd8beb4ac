'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { SeverityBadge } from '#components/ui/badge.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { SubjectKind } from '#contract/findings.ts'
import { links } from '#contract/links.ts'

const shown = 5

type Concerned = { account: number } & ({ kind: SubjectKind; subject: string } | { incident: string })

/** The open findings on a resource or linked to an incident; nothing at all when there are none. */
export function FindingsPanel(concerned: Concerned) {
  const { data } = useQuery(api.findings.list.queryOptions({ input: { ...concerned, limit: shown } }))
  if (!data || data.items.length === 0) return null
  return (
    <Panel title="Findings" note={`${'incident' in concerned ? 'Linked, open and' : 'Open, and'} not suppressed`} flush>
      <ul>
        {data.items.map((finding) => (
          <li key={finding.id} className="flex flex-col gap-0.5 border-b border-line px-4 py-2 last:border-b-0">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <SeverityBadge severity={finding.severity} />
              <Link href={links.finding(finding.id)} className="font-medium text-accent hover:underline">
                {finding.title}
              </Link>
            </p>
            {'incident' in concerned ? <p className="mono break-all">{finding.subject}</p> : null}
            <p className="text-muted">
              {finding.detail}, found <RelativeTime at={finding.openedAt} />
            </p>
          </li>
        ))}
      </ul>
      {data.nextCursor ? (
        <p className="border-t border-line px-4 py-2">
          <Link href={links.findings(concerned)} className="text-accent hover:underline">
            All of them
          </Link>
        </p>
      ) : null}
    </Panel>
  )
}
