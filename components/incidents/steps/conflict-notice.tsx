import { Button } from '#components/ui/button.tsx'
import { differences } from './steps.ts'

/** What somebody else wrote meanwhile beside what was about to be written, and the choice between the two. */
export function ConflictNotice({ says, theirs, mine, busy, onMine, onTheirs }: ConflictNoticeProps) {
  const { onlyTheirs, onlyMine, otherOrder } = differences(theirs, mine)
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md border border-line bg-attention-soft px-3 py-2.5">
      <p className="font-medium text-attention">{says}</p>
      <Lines title="Only in theirs" sign="−" lines={onlyTheirs} />
      <Lines title="Only in yours" sign="+" lines={onlyMine} />
      {otherOrder ? <p>What both have is in another order.</p> : null}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={onTheirs}>
          Go on from theirs
        </Button>
        <Button size="sm" busy={busy} onClick={onMine}>
          Replace theirs with yours
        </Button>
      </div>
    </div>
  )
}
type ConflictNoticeProps = {
  says: string
  theirs: readonly string[]
  mine: readonly string[]
  busy: boolean
  onMine: () => void
  onTheirs: () => void
}

function Lines({ title, sign, lines }: { title: string; sign: string; lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <div>
      <p className="font-medium">{title}</p>
      <ul aria-label={title}>
        {lines.map((line) => (
          <li key={line} className="flex gap-2">
            <span aria-hidden className="mono">
              {sign}
            </span>
            <span className="min-w-0 break-words">{line}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
