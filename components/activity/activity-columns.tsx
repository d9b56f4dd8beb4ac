import { Badge } from '#components/ui/badge.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { ActivityEntry } from '#contract/activity.ts'
import { wordsFor } from './action-words.ts'
import { ResultBadge } from './result-badge.tsx'

/** What the list shows of an entry. */
export const activityColumns: readonly Column<ActivityEntry>[] = [
  {
    id: 'what',
    header: 'What',
    always: true,
    cell: ({ action }) => (
      <span className="block truncate" data-tip="">
        {wordsFor(action)}
      </span>
    ),
  },
  { id: 'when', header: 'When', cell: ({ at }) => <RelativeTime at={at} /> },
  { id: 'result', header: 'Result', cell: ({ result }) => <ResultBadge result={result} /> },
  { id: 'about', header: 'About', className: 'w-[28%] min-w-52 max-w-0', cell: (entry) => <About {...entry} /> },
  { id: 'why', header: 'Why', className: 'w-[24%] min-w-40 max-w-0', cell: (entry) => <Cut text={whyOf(entry)} /> },
  { id: 'who', header: 'Who', cell: (entry) => <Person {...entry} /> },
  { id: 'exactly', header: 'Exactly', hidden: true, cell: ({ at }) => <AbsoluteTime at={at} precision="second" /> },
  {
    id: 'detail',
    header: 'Particulars',
    hidden: true,
    className: 'max-w-96',
    cell: (entry) => <Cut text={textOf(entry)} />,
  },
  { id: 'id', header: 'Entry', hidden: true, cell: ({ id }) => <span className="mono">{id}</span> },
]

function About({ subject, object }: ActivityEntry) {
  const text = subject ?? object?.name ?? object?.id
  if (!text) return <span className="text-faint">–</span>
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {object ? <Badge>{object.kind}</Badge> : null}
      <MiddleCut text={text} />
    </span>
  )
}

function Person({ actorName, actorRole }: ActivityEntry) {
  return (
    <>
      {actorName}
      {actorRole ? <span className="text-muted"> · {actorRole}</span> : null}
    </>
  )
}

/** The person's own reason, else what turned it down. */
function whyOf({ reason, detail }: ActivityEntry): string {
  return reason ?? (typeof detail.why === 'string' ? detail.why : '')
}

function textOf({ detail }: ActivityEntry): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}

function Cut({ text }: { text: string }) {
  return (
    <span className="block truncate text-muted" data-tip={text.length > 40 ? text : undefined}>
      {text || '–'}
    </span>
  )
}
