import type { ReactNode } from 'react'
import { DiffView } from '#components/policies/diff-view.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Link } from '#components/ui/link.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { ActivityEntryInFull } from '#contract/activity.ts'
import { links } from '#contract/links.ts'
import { ResultBadge } from './result-badge.tsx'

/** Everything an entry says: who, what on, why, what changed, how it ended, and what proves it. */
export function EntryDetails({ entry }: { entry: ActivityEntryInFull }) {
  const { detail, before, after, seal } = entry
  return (
    <div className="flex flex-col gap-5">
      <KeyValueList items={factsOf(entry)} />
      <Change before={before} after={after} />
      {Object.keys(detail).length > 0 ? (
        <Part title="Particulars">
          <CodeBlock label="particulars" value={detail} />
        </Part>
      ) : null}
      <Part title="Seal">
        {!seal ? (
          <p className="text-bad">This entry has no seal: it was slipped in, or its seal was removed.</p>
        ) : seal.holds ? null : (
          <p className="text-bad">This entry was changed after it was sealed: its hash is another one now.</p>
        )}
        {seal ? (
          <KeyValueList
            items={[
              { label: 'Position', value: <span className="mono">{seal.position}</span> },
              { label: 'Hash', value: <MiddleCut text={seal.hash} copy="hash" /> },
              { label: 'Hash before it', value: <MiddleCut text={seal.previousHash} copy="hash before it" /> },
            ]}
          />
        ) : null}
      </Part>
    </div>
  )
}

/** What changed: both sides compared, or the one there is. */
function Change({ before, after }: { before: unknown; after: unknown }) {
  if (before === null && after === null) return null
  const title = after === null ? 'Before' : before === null ? 'After' : 'Before and after'
  return (
    <Part title={title}>
      {before === null || after === null ? (
        <CodeBlock label={title.toLowerCase()} value={before ?? after} />
      ) : (
        <div className="overflow-hidden rounded-md border border-line">
          <DiffView label="Line by line" before={JSON.stringify(before)} after={JSON.stringify(after)} />
        </div>
      )}
    </Part>
  )
}

function factsOf(entry: ActivityEntryInFull): { label: string; value: ReactNode }[] {
  const { actorName, actorRole, tokenId, sessionId, ipAddress, object, subject, reason, detail } = entry
  const none = <span className="text-faint">–</span>
  const by = tokenId ? ['API token', tokenId] : sessionId ? ['Session', sessionId] : undefined
  const onBehalf = typeof detail.by === 'string' ? detail.by : undefined
  const run = typeof detail.run === 'string' ? detail.run : undefined
  return [
    { label: 'When', value: <AbsoluteTime at={entry.at} precision="second" /> },
    { label: 'Result', value: <ResultBadge result={entry.result} /> },
    { label: 'Who', value: actorRole ? `${actorName}, ${actorRole}` : actorName },
    ...(onBehalf ? [{ label: 'Asked for by', value: onBehalf }] : []),
    ...(by ? [{ label: by[0] ?? '', value: <MiddleCut text={by[1] ?? ''} copy="id" /> }] : []),
    { label: 'From', value: ipAddress ? <span className="mono">{ipAddress}</span> : none },
    { label: 'Action', value: <span className="mono">{entry.action}</span> },
    ...(object
      ? [
          { label: 'About', value: <ObjectLink {...object} /> },
          { label: `ID of the ${object.kind}`, value: <MiddleCut text={object.id} copy={`${object.kind} ID`} /> },
        ]
      : [{ label: 'About', value: subject ?? none }]),
    ...(run && object?.kind !== 'run'
      ? [{ label: 'Run', value: <Address href={links.run(run)}>Open the run</Address> }]
      : []),
    { label: 'Why', value: reason ?? (typeof detail.why === 'string' ? detail.why : none) },
  ]
}

function ObjectLink({ kind, id, name }: { kind: string; id: string; name: string | null }) {
  const shown = name ?? id
  const find: Record<string, string> = {
    thing: links.fleet({ search: name ?? id.split('/').at(-1) }),
    certificate: links.credentials({ search: id.split('/').at(-1) }),
    run: links.run(id),
    person: links.people(),
    account: links.accounts(),
  }
  const href = find[kind]
  return href ? <Address href={href}>{shown}</Address> : shown
}

function Address({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="text-accent [overflow-wrap:anywhere] hover:underline">
      {children}
    </Link>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-semibold">{title}</h3>
      {children}
    </section>
  )
}
