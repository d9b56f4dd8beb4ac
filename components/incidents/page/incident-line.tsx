import { AccountName } from '#components/data/account-name.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { isConflict, rateInWords } from '../words.ts'

/** The state in one line: how much, since when, where, whose; then why it is rated so, and what set it aside. */
export function IncidentLine({ incident }: { incident: Incident }) {
  const { kicks, active, ratePerMinute, firstAt, lastAt, account, thing, assignee, tags, members } = incident
  return (
    <div className="flex flex-col gap-0.5">
      <p className="flex flex-wrap gap-x-1.5">
        {!isConflict(incident) ? (
          <span>{incident.cause === 'finding' ? 'Opened by a rule about findings,' : 'Opened by an alarm,'}</span>
        ) : (
          <>
            <span>{plural(kicks, 'session')} thrown out,</span>
            <span>{active ? `${rateInWords(ratePerMinute)},` : 'quiet now,'}</span>
          </>
        )}
        <span>
          first <RelativeTime at={firstAt} />,
        </span>
        <span>
          last <RelativeTime at={lastAt} />
        </span>
        <span>
          in <AccountName id={account} />,
        </span>
        <span>
          {members > 1 ? (
            `the busiest of ${plural(members, 'client ID')}`
          ) : thing ? (
            <>
              thing{' '}
              <Link href={links.thing(account, thing)} className="mono text-accent hover:underline">
                {thing}
              </Link>
            </>
          ) : incident.cause === 'finding' ? (
            'about no single device'
          ) : (
            'no registered thing has this name'
          )}
        </span>
        <span>· {assignee ? `assigned to ${assignee.name}` : 'assigned to nobody'}</span>
        {tags.map((tag) => (
          <Link key={tag} href={links.incidents({ account, tag })} className="hover:underline">
            <Badge>{tag}</Badge>
          </Link>
        ))}
      </p>
      <p>
        <Rated incident={incident} />
      </p>
      <SetAside incident={incident} />
    </div>
  )
}

function Rated({ incident: { severityBy, severityNote, severityReasons } }: { incident: Incident }) {
  if (severityBy)
    return (
      <>
        Severity set by {severityBy.name}
        {severityNote ? `: ${severityNote}` : '.'}
      </>
    )
  return <>Severity from the rules: {severityReasons.join(' ') || 'no reason given.'}</>
}

function SetAside({ incident: { dismissal, dismissedUntil, state, mergedInto } }: { incident: Incident }) {
  if (state === 'merged' && mergedInto)
    return (
      <p>
        It was joined to{' '}
        <Link href={links.incident(mergedInto)} className="text-accent hover:underline">
          another incident
        </Link>
        , which stands for it.
      </p>
    )
  if (state !== 'dismissed' || !dismissal) return null
  return (
    <p className="max-w-prose break-words text-ink">
      Dismissed by {dismissal.by} <RelativeTime at={dismissal.at} />
      {dismissedUntil ? (
        <>
          {' '}
          until <RelativeTime at={dismissedUntil} />
        </>
      ) : null}
      : {dismissal.reason}
    </p>
  )
}
