import { Button } from '#components/ui/button.tsx'
import type { Moved } from '#contract/incident-moves.ts'

/** The question before an end that something speaks against. */
export function EndForm({ left, to, onEnd, onKeep }: EndFormProps) {
  return (
    <div className="flex flex-col gap-4">
      <ul className="list-disc pl-5">
        {left.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="text-muted">What is ended all the same is noted with this in its timeline.</p>
      <div className="flex justify-end gap-2">
        <Button autoFocus onClick={onKeep}>
          Keep it open
        </Button>
        <Button variant="primary" onClick={onEnd}>
          {to === 'closed' ? 'Close all the same' : 'Resolve all the same'}
        </Button>
      </div>
    </div>
  )
}
type EndFormProps = { left: readonly string[]; to: Moved; onEnd: () => void; onKeep: () => void }
