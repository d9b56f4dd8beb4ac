import { Badge } from '#components/ui/badge.tsx'
import { formatCount, plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { TrailState } from '#contract/activity.ts'
import { links } from '#contract/links.ts'
import { trailProblems } from './trail-badge.tsx'

/** What a person must know of the trail itself: where it was broken, who could break it, what it does not reach. */
export function TrailNotices({ state }: { state: TrailState }) {
  const problems = trailProblems(state)
  const { role, targets } = state
  return (
    <>
      {problems.length > 0 ? (
        <section role="alert" aria-label="Tampering" className="rounded-lg border border-bad bg-bad-soft p-4">
          <h2 className="font-semibold text-bad">The trail has been tampered with</h2>
          <ul className="mt-1 list-disc pl-5">
            {problems.slice(0, 20).map(({ sentence, entry }) => (
              <li key={sentence}>
                {entry ? (
                  <Link href={links.activity({ open: entry })} className="hover:underline">
                    {sentence}
                  </Link>
                ) : (
                  sentence
                )}
              </li>
            ))}
          </ul>
          <p className="mt-2 text-muted">
            {problems.length > 20 ? `And ${plural(problems.length - 20, 'more')}. ` : ''}
            Keep a copy of the database as it is, and compare it with a backup or with what was streamed elsewhere. npm
            run verify-trail lists everything.
          </p>
        </section>
      ) : null}
      {role.mayChange.length > 0 ? (
        <p className="rounded-lg border border-line bg-attention-soft px-4 py-2 text-sm">
          The console connects to the database as <span className="mono">{role.name}</span>, which could change the
          trail. Changes would be found, but not prevented: <span className="mono">npm run migrate -- --app-role</span>{' '}
          gives it a role that cannot.
        </p>
      ) : null}
      {targets.length > 0 ? <Targets targets={targets} /> : null}
    </>
  )
}

function Targets({ targets }: Pick<TrailState, 'targets'>) {
  return (
    <Panel title="Where the trail is streamed to" flush>
      <ul>
        {targets.map(({ name, address, behind, position, deliveredAt, failingSince, error }) => (
          <li
            key={name}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
          >
            <span className="w-20 shrink-0 font-medium capitalize">{name}</span>
            <span className="mono min-w-0 flex-1 [overflow-wrap:anywhere]">{address}</span>
            <span className="text-muted">
              {position === 0 ? 'Nothing delivered yet' : `Delivered up to entry ${formatCount(position)}`}
              {deliveredAt ? (
                <>
                  , <RelativeTime at={deliveredAt} />
                </>
              ) : null}
            </span>
            {behind > 0 ? <Badge tone={failingSince ? 'bad' : 'neutral'}>{formatCount(behind)} behind</Badge> : null}
            {error && failingSince ? (
              <span className="w-full text-bad">
                Failing since <RelativeTime at={failingSince} />: {error}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
