'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { SeverityBadge } from '#components/ui/badge.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import { CauseMark, StateMark } from '../badges.tsx'

type Concerned = { account: number; certificate: string }

const shown = 5

/** The open incidents that name a certificate; nothing at all when none does. */
export function IncidentsPanel({ concerned }: { concerned: Concerned }) {
  const { data } = useQuery(api.incidents.list.queryOptions({ input: { ...concerned, open: true, limit: shown } }))
  if (!data || data.items.length === 0) return null
  return (
    <Panel title="Incidents" note="Open, and named in them" flush>
      <ul>
        {data.items.map((incident) => (
          <li key={incident.id} className="flex flex-col gap-0.5 border-b border-line px-4 py-2 last:border-b-0">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <SeverityBadge severity={incident.severity} />
              <Link href={links.incident(incident.id)} className="font-medium text-accent hover:underline">
                Incident {incident.number}
              </Link>
              <StateMark state={incident.state} />
            </p>
            <p className="text-muted">
              <CauseMark of={incident} />, last <RelativeTime at={incident.lastAt} />
            </p>
          </li>
        ))}
      </ul>
      {data.nextCursor ? (
        <p className="border-t border-line px-4 py-2">
          <Link href={links.incidents(concerned)} className="text-accent hover:underline">
            All open incidents that name it
          </Link>
        </p>
      ) : null}
    </Panel>
  )
}
