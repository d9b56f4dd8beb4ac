import { causeInSentence } from '#components/incidents/words.ts'
import { SeverityBadge } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { links } from '#contract/links.ts'
import type { ConcernedIncident } from '#contract/response.ts'

/** Open incidents as a plan found them, a line each. They open beside it: a plan that is being read stays open. */
export function IncidentsNamed({ of, total = of.length }: { of: readonly ConcernedIncident[]; total?: number }) {
  return (
    <span className="flex flex-col gap-1">
      {of.map(({ id, number, severity, cause, clientId }) => (
        <span key={id} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <SeverityBadge severity={severity} />
          <Link href={links.incident(id)} target="_blank" className="text-accent hover:underline">
            Incident {number}
          </Link>
          <span className="min-w-0 break-words">
            <span className="mono">{clientId}</span>, {causeInSentence(cause)}
          </span>
        </span>
      ))}
      {total > of.length ? <span>and {formatCount(total - of.length)} more</span> : null}
    </span>
  )
}
