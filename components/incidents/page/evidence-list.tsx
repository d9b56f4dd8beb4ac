import { Minus, Plus } from 'lucide-react'
import { plural } from '#components/ui/format.ts'
import type { Cause, EvidenceLine } from '#contract/incidents.ts'
import { causeInSentence, weightInWords } from '../words.ts'

/** What was observed, heaviest first: what speaks for or against the cause, then what was weighed about others. */
export function EvidenceList({ evidence, cause, most }: { evidence: EvidenceLine[]; cause: Cause; most?: number }) {
  if (evidence.length === 0) return <p className="text-muted">No rule found anything to say about these records.</p>
  const decided = cause !== 'undecided'
  const sorted = evidence.toSorted(
    (a, b) => Number(b.cause === cause) - Number(a.cause === cause) || Math.abs(b.weight) - Math.abs(a.weight),
  )
  const shown = sorted.slice(0, most)
  return (
    <>
      <ul className="flex flex-col gap-2.5">
        {shown.map((line) => (
          <Line key={line.rule} line={line} named={!decided || line.cause !== cause} />
        ))}
      </ul>
      {shown.length < evidence.length ? (
        <p className="mt-2 text-muted">{plural(evidence.length - shown.length, 'more line')} on its page.</p>
      ) : null}
    </>
  )
}

function Line({ line: { says, weight, source, cause }, named }: { line: EvidenceLine; named: boolean }) {
  const speaksFor = weight > 0
  const Icon = speaksFor ? Plus : Minus
  const about = named ? causeInSentence(cause) : 'it'
  return (
    <li className="flex min-w-0 items-start gap-2">
      <Icon aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${speaksFor ? 'text-accent' : 'text-muted'}`} />
      <div className="min-w-0">
        <p className="break-words">{says}</p>
        <p className="text-xs break-words text-muted">
          {capital(weightInWords(weight))} {speaksFor ? 'for' : 'against'} {about}. Source: {source}.
        </p>
      </div>
    </li>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
