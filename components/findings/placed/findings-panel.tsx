'use client'

import { useQuery } from '@tanstack/react-query'
import { shortId } from '#components/credentials/certificate-name.ts'
import { api } from '#components/data/api.ts'
import { SeverityBadge } from '#components/ui/badge.tsx'
import { Link } from '#components/ui/link.tsx'
import { type Freshness, Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { FindingSummary, SubjectKind } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { kindWords, subjectHref } from '../words.ts'

const shown = 5
// Of itself, its certificates and its policies together.
const shownOfThing = 10

type Concerned = { account: number } & (
  | { kind: SubjectKind; subject: string }
  | { incident: string }
  | { thing: string }
)
type Told = {
  freshness?: Freshness | undefined
  /** What is not known of them: said whether there are any or not. */
  unknown?: string | undefined
}

/**
 * The open findings on a resource, linked to an incident, or on a thing with its certificates and policies; the worst
 * first. Nothing at all when there are none and nothing is unknown.
 */
export function FindingsPanel({ freshness, unknown, ...concerned }: Concerned & Told) {
  const ofThing = 'thing' in concerned
  const limit = ofThing ? shownOfThing : shown
  const { data } = useQuery(api.findings.list.queryOptions({ input: { ...concerned, limit } }))
  if (!data || (data.items.length === 0 && !unknown)) return null
  return (
    <Panel
      title="Findings"
      note={`${'incident' in concerned ? 'Linked, open and' : 'Open, and'} not suppressed${ofThing ? '; its own, its certificates’ and its policies’' : ''}`}
      freshness={freshness}
      flush
    >
      {unknown ? <p className="border-b border-line px-4 py-2 text-unknown last:border-b-0">{unknown}</p> : null}
      <ul>
        {data.items.map((finding) => (
          <li key={finding.id} className="flex flex-col gap-0.5 border-b border-line px-4 py-2 last:border-b-0">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <SeverityBadge severity={finding.severity} />
              <Link href={links.finding(finding.id)} className="font-medium text-accent hover:underline">
                {finding.title}
              </Link>
              {ofThing ? <About {...finding} /> : null}
            </p>
            {'incident' in concerned ? <p className="mono break-all">{finding.subject}</p> : null}
            <p className="text-muted">
              {finding.detail}, found <RelativeTime at={finding.openedAt} />
            </p>
          </li>
        ))}
      </ul>
      {data.nextCursor ? (
        <p className="border-t border-line px-4 py-2">
          <Link href={links.findings(concerned)} className="text-accent hover:underline">
            All of them
          </Link>
        </p>
      ) : null}
    </Panel>
  )
}

/** Which of what makes a thing's identity it is about. */
function About({ account, subjectKind, subject }: FindingSummary) {
  if (subjectKind === 'thing') return <span className="text-muted">This thing</span>
  const name = subjectKind === 'certificate' ? shortId(subject) : subject
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-1.5 text-muted">
      <span>{kindWords[subjectKind]}</span>
      <Link
        href={subjectHref({ account, subjectKind, subject }) ?? ''}
        className="mono inline-flex min-h-6 items-center break-all text-accent hover:underline"
      >
        {name}
      </Link>
    </span>
  )
}
