import { Link } from '#components/ui/link.tsx'
import { links } from '#contract/links.ts'
import type { Run } from '#contract/response.ts'

/** What it belongs to: the incident it answers, what it undoes or retries, and what undid it. */
export function Related({ run: { undoOf, retryOf, undo, incident } }: { run: Run }) {
  return (
    <>
      {incident ? (
        <span>
          · answers{' '}
          <Link href={links.incident(incident.id)} className="text-accent underline">
            incident {incident.number}
          </Link>
        </span>
      ) : null}
      {undoOf ? <Other words="undoes" run={undoOf} /> : null}
      {retryOf ? <Other words="retries" run={retryOf} /> : null}
      {undo.run ? <Other words="undone by" run={undo.run} /> : null}
    </>
  )
}

function Other({ words, run }: { words: string; run: { id: string; number: number } }) {
  return (
    <span>
      · {words}{' '}
      <Link href={links.run(run.id)} className="text-accent underline">
        run #{run.number}
      </Link>
    </span>
  )
}
