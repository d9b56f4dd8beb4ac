import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { Reach, ReachKind } from '#contract/policy-judgement.ts'

const words: Record<ReachKind, { title: string; others: string }> = {
  'client-id': { title: 'Client IDs', others: 'other things whose client ID it could take' },
  topic: { title: 'Topics', others: 'other things whose topics it reaches' },
  shadow: { title: 'Shadows and jobs', others: 'other things whose shadow it reaches' },
}

/** How many other things one device with the policy reaches, measured over the fleet. */
export function ReachPanel({ reach }: { reach: readonly Reach[] }) {
  const at = reach[0]?.at
  return (
    <Panel title="Blast radius" note="What one device with this policy reaches" freshness={at ? { at } : undefined}>
      {reach.length === 0 ? (
        <EmptyState title="Not measured yet">It is measured in the background, within minutes of a change.</EmptyState>
      ) : (
        <div className="grid gap-4 lg:grid-cols-3">
          {reach.map((one) => (
            <Kind key={one.kind} one={one} />
          ))}
        </div>
      )}
      <p className="mt-3 text-xs text-muted">
        Measured over this account’s things. A topic counts as a thing’s where a level of it is, or through a wildcard
        may be, the thing’s name.
      </p>
    </Panel>
  )
}

function Kind({ one: { kind, reaches, of, patterns, more } }: { one: Reach }) {
  const { title, others } = words[kind]
  const wide = patterns.filter((pattern) => pattern.reaches > 0)
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1.5">
      <h3 className="text-xs text-muted">{title}</h3>
      <p className="text-2xl font-semibold tabular-nums">
        {formatCount(reaches)} <span className="text-sm font-normal text-muted">of {formatCount(of)}</span>
      </p>
      <p className="text-xs text-muted">{reaches === 0 ? 'It stays with its own.' : others}</p>
      <ul className="flex flex-col gap-1 text-xs">
        {wide.map(({ pattern, reaches: each, note }) => (
          <li key={pattern} className="min-w-0">
            <span className="mono break-all">{pattern}</span>{' '}
            <span className="text-muted">
              {formatCount(each)}
              {note ? `. ${note}` : ''}
            </span>
          </li>
        ))}
        {more > 0 ? <li className="text-muted">and {formatCount(more)} more</li> : null}
      </ul>
    </section>
  )
}
