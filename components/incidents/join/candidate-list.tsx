import { SeverityBadge } from '#components/ui/badge.tsx'
import { plural } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { MergeCandidate } from '#contract/incidents.ts'
import { CauseMark, StateMark } from '../badges.tsx'

/** Incidents to choose one of, as radio buttons: those of one actor first, each with what speaks for that. */
export function CandidateList({ candidates, searched, chosen, onChoose }: CandidateListProps) {
  if (candidates.length === 0)
    return (
      <p className="text-muted">
        {searched
          ? 'No incident of this account that is not over has this in its client ID or number.'
          : 'There is no other incident in this account that is not over.'}
      </p>
    )
  return (
    <fieldset className="max-h-72 overflow-y-auto rounded-md border border-line">
      <legend className="sr-only">Incident</legend>
      {candidates.map((one) => (
        <label
          key={one.id}
          className="flex cursor-pointer items-start gap-3 border-b border-line px-3 py-2 last:border-b-0 hover:bg-hover has-checked:bg-selected"
        >
          <input
            type="radio"
            name="incident"
            className="mt-1 shrink-0 accent-accent-solid"
            checked={one.id === chosen}
            onChange={() => onChoose(one.id)}
          />
          <span className="flex min-w-0 flex-1 flex-col gap-0.5">
            <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
              <span className="text-faint tabular-nums">#{one.number}</span>
              <span className="mono min-w-0 break-all">{one.clientId}</span>
              <SeverityBadge severity={one.severity} />
              <StateMark state={one.state} />
            </span>
            <span className="flex min-w-0 flex-wrap gap-x-2 text-xs text-muted">
              <CauseMark of={one} short />
              <span>
                {plural(one.kicks, 'kick')}, last <RelativeTime at={one.lastAt} />
              </span>
            </span>
            {one.why ? <span className="text-xs">{one.why}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
type CandidateListProps = {
  candidates: readonly MergeCandidate[]
  searched: boolean
  chosen: string | null
  onChoose: (id: string) => void
}
