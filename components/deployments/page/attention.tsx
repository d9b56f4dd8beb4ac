import { formatCount, plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import type { Deployment } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { failuresOf } from '../counts.ts'
import { executionWords } from '../execution-words.ts'
import { heldUp, stallWords } from '../stall-words.ts'
import { DevicesLink } from './devices-link.tsx'

/** Why devices do not have it yet: those that are stalled, those that only wait, those that refused. */
export function Stalls({ deployment: { id, stalls } }: { deployment: Pick<Deployment, 'id' | 'stalls'> }) {
  return (
    <div className="flex flex-col gap-4">
      {heldUp(stalls).map(({ word, about, standing, count, causes }) => (
        <section key={word} aria-label={word}>
          <h3 className="font-semibold">
            {word}: {plural(count, 'device')}
          </h3>
          <p className="mb-2 text-pretty text-muted">{about}</p>
          <ul className="flex flex-col gap-3">
            {causes.map(({ cause, count, says }) => (
              <li key={cause}>
                <DevicesLink
                  id={id}
                  shown={{ stall: cause, ...(standing && { standing }) }}
                  className="font-medium text-accent hover:underline"
                >
                  {stallWords[cause].word}: {plural(count, 'device')}
                </DevicesLink>
                <p className="text-pretty">{says}.</p>
                <p className="text-pretty text-muted">{stallWords[cause].step}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** Devices that were stopped under way: no status says what that left of them, so each is named. */
export function Interrupted({ deployment: { account, interrupted } }: InterruptedProps) {
  const { count, things } = interrupted
  return (
    <>
      <p className="mb-2 text-pretty">
        {plural(count, 'device')} had begun when it was called off, and may be left half updated. Look at what{' '}
        {count === 1 ? 'it runs' : 'they run'} before the next attempt.
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {things.map((thing) => (
          <li key={thing} className="min-w-0">
            <Link href={links.thing(account, thing)} className="mono break-all text-accent hover:underline">
              {thing}
            </Link>
          </li>
        ))}
        {count > things.length ? <li className="text-muted">and {formatCount(count - things.length)} more</li> : null}
      </ul>
    </>
  )
}
type InterruptedProps = { deployment: Pick<Deployment, 'account' | 'interrupted'> }

/** Failures by what devices said themselves, the most frequent first; those that said nothing are counted, too. */
export function Failures({ deployment: { id, messages, counts }, most = messages.length }: FailuresProps) {
  const shown = messages.slice(0, most)
  const rest = messages.slice(most).reduce((sum, { count }) => sum + count, 0)
  const silent = failuresOf(counts) - messages.reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      {shown.length > 0 ? (
        <ul className="flex flex-col">
          {shown.map(({ message, status, count, example }) => (
            <li
              key={`${status} ${message}`}
              className="grid grid-cols-[minmax(3rem,auto)_minmax(0,1fr)] items-baseline gap-x-3 border-b border-line py-2 first:pt-0 last:border-b-0 last:pb-0"
            >
              <span className="text-right text-base font-semibold tabular-nums">{formatCount(count)}</span>
              <span className="min-w-0">
                <DevicesLink
                  id={id}
                  shown={{ status, message }}
                  className="font-medium break-words text-accent hover:underline"
                >
                  {message}
                </DevicesLink>
                <span className="block text-muted">
                  {executionWords[status].word}, for example <span className="mono break-all">{example}</span>
                </span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {silent > 0 ? (
        <p className="mt-2 text-muted first:mt-0">
          {plural(silent, 'device')} said nothing, or {silent === 1 ? 'was' : 'were'} not asked for it yet.
        </p>
      ) : null}
      {rest > 0 ? <p className="mt-2 text-muted">And {plural(rest, 'device')} with other words.</p> : null}
    </>
  )
}
type FailuresProps = { deployment: Pick<Deployment, 'id' | 'messages' | 'counts'>; most?: number }
