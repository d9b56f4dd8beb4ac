import { AccountName } from '#components/data/account-name.tsx'
import { Badge, SeverityBadge } from '#components/ui/badge.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Link } from '#components/ui/link.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Finding } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { Sources } from '../marks.tsx'
import { kindWords, sourceWords, subjectHref } from '../words.ts'

/** How grave it is, where it stands and who says so. */
export function FindingMarks({ finding }: { finding: Finding }) {
  const { severity, open, suppression, reopened, sources } = finding
  return (
    <span className="flex flex-wrap items-center gap-2">
      <SeverityBadge severity={severity} />
      {open ? (
        suppression ? (
          <Badge tip={suppression.why}>Suppressed</Badge>
        ) : (
          <Badge tone="attention">Open</Badge>
        )
      ) : (
        <Badge tone="ok">Resolved</Badge>
      )}
      {reopened > 0 ? <Badge tone="attention">Reopened {reopened > 1 ? `${reopened} times` : ''}</Badge> : null}
      <Sources of={sources} />
    </span>
  )
}

/** Why it matters and what to do about it. */
export function WhyAndFix({ finding: { why, fix, source } }: { finding: Finding }) {
  return (
    <div className="flex flex-col gap-3">
      <section aria-label="Why it matters">
        <h3 className="mb-1 text-xs font-semibold text-muted">Why it matters</h3>
        <p className="text-pretty">{why}</p>
      </section>
      {fix ? (
        <section aria-label="What to do">
          <h3 className="mb-1 text-xs font-semibold text-muted">What to do</h3>
          <p className="text-pretty">{fix}</p>
        </section>
      ) : null}
      {source ? <p className="text-xs text-muted">Rule from: {source}</p> : null}
    </div>
  )
}

/** Each witness with when it said so; one that no longer does keeps its word of then. */
export function Witnesses({ finding: { witnesses } }: { finding: Finding }) {
  return (
    <section aria-label="Who says so">
      <h3 className="mb-2 text-xs font-semibold text-muted">Who says so</h3>
      <ul className="flex flex-col gap-2">
        {witnesses.map(({ source, says, firstAt, lastAt, goneAt, factsAt }) => (
          <li key={source}>
            <span className="font-medium">{sourceWords[source].word}</span>{' '}
            <span className="text-muted">
              first <RelativeTime at={firstAt} />,{' '}
              {goneAt ? (
                <>
                  no longer since <RelativeTime at={goneAt} />
                </>
              ) : (
                <>
                  last <RelativeTime at={lastAt} />
                  {factsAt ? (
                    <>
                      , on facts read <RelativeTime at={factsAt} />
                    </>
                  ) : null}
                </>
              )}
            </span>
            <span className="block break-words">{says}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What it is about, since when, whose it is, and how old the facts are. */
export function FindingFacts({ finding }: { finding: Finding }) {
  const { subject, subjectKind, account, openedAt, firstSeenAt, lastSeenAt, factsAt, owner, incident } = finding
  const href = subjectHref(finding)
  return (
    <KeyValueList
      items={[
        {
          label: kindWords[subjectKind],
          value: href ? (
            <Link href={href} className="mono break-all text-accent hover:underline">
              {subject}
            </Link>
          ) : (
            <span className="mono break-all">{subject}</span>
          ),
        },
        { label: 'Account', value: <AccountName id={account} /> },
        ...(finding.sources.includes('behaviour')
          ? [
              {
                label: 'Behaviour',
                value: (
                  <Link href={links.behaviours({ account, device: subject })} className="text-accent hover:underline">
                    Its alarms, with what was measured
                  </Link>
                ),
              },
            ]
          : []),
        { label: 'Failing since', value: <RelativeTime at={openedAt} /> },
        { label: 'First seen', value: <RelativeTime at={firstSeenAt} /> },
        { label: 'Last seen', value: <RelativeTime at={lastSeenAt} never="unknown" /> },
        { label: 'Facts as of', value: <RelativeTime at={factsAt} never="unknown" /> },
        { label: 'Owner', value: owner?.name ?? <span className="text-muted">nobody</span> },
        {
          label: 'Incident',
          value: incident ? (
            <Link href={links.incident(incident.id)} className="text-accent hover:underline">
              Incident #{incident.number}
            </Link>
          ) : (
            <span className="text-muted">none linked</span>
          ),
        },
      ]}
    />
  )
}
