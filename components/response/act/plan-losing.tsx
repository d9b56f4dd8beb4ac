'use client'

import { shortId } from '#components/credentials/certificate-name.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { formatCount, plural } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { ActionOptions, PlanSummary, Run, RunTarget, TargetPlan } from '#contract/response.ts'
import { IncidentsNamed } from '../incidents-named.tsx'
import { losingOf } from './losing.ts'
import { Part } from './plan-part.tsx'

const shown = 6

/** Who and what loses access, and the certificates that only go with a word of the operator's. */
export function PlanLosing({ run, plan, targets, busy, onReplan }: PlanLosingProps) {
  const { action, options } = run
  const { things, sessions, jobs } = losingOf(targets)
  const { losing, shared } = plan
  // Live ones first: it is them that the count is of.
  const first = sessions.toSorted((a, b) => Number(b.connected === true) - Number(a.connected === true)).slice(0, shown)
  const moreLive = losing.sessions - first.filter(({ connected }) => connected).length
  const nothing = losing.things + losing.sessions + losing.sessionsUnknown + losing.sharedCertificates === 0
  // Every other action says what sharing means for it among its warnings.
  const asks = action === 'cut-off-thing' && shared.first.length > 0
  if (nothing && !asks && !losing.jobs && !losing.incidents) return null
  const included = options.sharedCertificates ?? []
  return (
    <Part title={action === 'disconnect-client' ? 'Whose session ends' : 'Who loses access'}>
      <ul className="flex flex-col gap-1.5">
        {losing.things > 0 ? (
          <Line head={plural(losing.things, 'thing')}>
            <Names of={things} total={losing.things} />
          </Line>
        ) : null}
        <Line head={plural(losing.sessions, 'live session')}>
          {first.map((session) => (
            <SessionLine key={session.clientId} session={session} />
          ))}
          {moreLive > 0 ? <span className="block">and {formatCount(moreLive)} more</span> : null}
          {losing.sessionsUnknown > 0 ? (
            <span className="block text-unknown">
              {plural(losing.sessionsUnknown, 'session')} unknown: AWS does not say whether it is there
            </span>
          ) : null}
          {losing.sessions + losing.sessionsUnknown === 0 ? <span>None of them is connected</span> : null}
        </Line>
        {losing.jobs ? (
          <Line head={plural(losing.jobs, 'running job')}>
            <Names of={jobs.map(({ jobId, status }) => `${jobId} (${status})`)} total={losing.jobs} />
          </Line>
        ) : null}
        {losing.incidents > 0 ? (
          <Line head={plural(losing.incidents, 'open incident')}>
            <IncidentsNamed of={plan.incidents.slice(0, shown)} total={losing.incidents} />
          </Line>
        ) : null}
      </ul>
      {asks ? (
        <fieldset className="mt-3 rounded-md border border-line px-3 pt-1 pb-2.5">
          <legend className="px-1 font-medium">Certificates that other things use, too</legend>
          <p className="mb-1.5 text-muted">
            They stay active unless you include them. Until then, whoever holds such a key can still connect.
          </p>
          <ul className="flex flex-col gap-1">
            {shared.first.map(({ certificateId, things, users }) => (
              <li key={certificateId}>
                <Checkbox
                  checked={included.includes(certificateId)}
                  // Not disabled: that would take the focus away.
                  aria-disabled={busy}
                  onChange={({ target }) =>
                    onReplan({
                      ...options,
                      sharedCertificates: target.checked
                        ? [...included, certificateId]
                        : included.filter((one) => one !== certificateId),
                    })
                  }
                >
                  Deactivate <span className="mono">{shortId(certificateId)}</span> as well, which cuts off{' '}
                  <Names of={things} total={users} />
                </Checkbox>
              </li>
            ))}
          </ul>
          {shared.total > shared.first.length ? (
            <p className="mt-1.5 text-muted">
              {plural(shared.total - shared.first.length, 'more shared certificate')} can be chosen in a run on fewer
              things.
            </p>
          ) : null}
        </fieldset>
      ) : null}
    </Part>
  )
}
type PlanLosingProps = {
  run: Run
  plan: PlanSummary
  targets: readonly RunTarget[]
  busy: boolean
  onReplan: (options: ActionOptions) => void
}

function Line({ head, children }: { head: string; children: React.ReactNode }) {
  return (
    <li className="grid gap-x-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <span className="font-medium tabular-nums">{head}</span>
      <span className="min-w-0 text-muted">{children}</span>
    </li>
  )
}

function SessionLine({ session }: { session: TargetPlan['sessions'][number] }) {
  const { clientId, connected, since, observedAt } = session
  return (
    <span className="block break-words">
      <span className="mono text-ink">{clientId}</span>{' '}
      {connected === null ? 'unknown' : connected ? 'connected' : 'not connected'}
      {since ? (
        <>
          {' '}
          since <RelativeTime at={since} />
        </>
      ) : null}
      {observedAt ? (
        <>
          , seen <RelativeTime at={observedAt} />
        </>
      ) : null}
    </span>
  )
}

function Names({ of, total }: { of: readonly string[]; total: number }) {
  const left = total - Math.min(of.length, shown)
  return (
    <span className="break-words">
      {of.slice(0, shown).join(', ')}
      {left > 0 ? ` and ${formatCount(left)} more` : ''}
    </span>
  )
}
