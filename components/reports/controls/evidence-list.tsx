import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { ControlEvidence, ControlResult } from '#contract/reports.ts'

/** Each figure behind an answer with its whole, its age and the page that shows it, and the names of the facts read. */
export function EvidenceList({ control: { evidence, reads } }: { control: Pick<ControlResult, 'evidence' | 'reads'> }) {
  return (
    <div className="flex flex-col gap-3">
      {evidence.length > 0 ? (
        <ul className="flex flex-col divide-y divide-line">
          {evidence.map((one) => (
            <Evidence key={`${one.says} ${one.query}`} evidence={one} />
          ))}
        </ul>
      ) : (
        <p className="text-muted">No fact of ours can show it: what a person vouches for decides.</p>
      )}
      {reads.length > 0 ? (
        <p className="text-xs text-muted [overflow-wrap:anywhere]">Reads: {reads.join(', ')}</p>
      ) : null}
    </div>
  )
}

function Evidence({ evidence: { says, value, of, at, path, query } }: { evidence: ControlEvidence }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-2 first:pt-0 last:pb-0">
      <span className="min-w-48 flex-1">
        {path ? (
          <Link href={path} className="text-accent hover:underline">
            {says}
          </Link>
        ) : (
          says
        )}
        {query ? <span className="mono block text-xs text-faint [overflow-wrap:anywhere]">{query}</span> : null}
      </span>
      <span className="whitespace-nowrap tabular-nums">
        {value === null ? (
          <span className="text-unknown">unknown</span>
        ) : (
          <span className="font-medium">{formatCount(value)}</span>
        )}
        {of === null ? null : <span className="text-muted"> of {formatCount(of)}</span>}
      </span>
      <span className="text-xs text-muted sm:w-24 sm:text-right">
        <RelativeTime at={at} never="age unknown" />
      </span>
    </li>
  )
}
