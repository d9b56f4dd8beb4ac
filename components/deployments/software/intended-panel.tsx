'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useScope } from '#components/data/scope.tsx'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { IntendedVersion } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'

const IntendedDialog = lazy(() => import('./intended-dialog.tsx').then((part) => ({ default: part.IntendedDialog })))

const shownRows = 50
const kindWords: Record<IntendedVersion['kind'], string> = { type: 'Type', group: 'Group', thing: 'Thing' }

/** What is meant to run where: the latest deployment of each target says so, or a person, whose word comes first. */
export function IntendedPanel({ only }: { only: string | null }) {
  const query = useQuery(
    api.deployments.intended.queryOptions({ input: { ...useScope(), ...(only && { package: only }) } }),
  )
  const whyNot = whyNotRole(useMe()?.role, 'responder')
  const [stating, setStating] = useState<IntendedVersion | 'new' | null>(null)
  const rows = query.data && folded(query.data)
  return (
    <>
      <Panel
        title="What is meant to run"
        note="By the latest deployment of each target, or by a person’s word, which comes first"
        failed={failureOf(query, 'What is meant')}
        loading={query.isPending}
        actions={
          <Button
            size="sm"
            icon={<Plus aria-hidden className="size-3.5" />}
            disabledReason={whyNot}
            onClick={() => setStating('new')}
          >
            State a version…
          </Button>
        }
        flush
      >
        {rows ? (
          rows.length === 0 ? (
            <EmptyState title="Nothing says what is meant">
              A job with destination package versions says it, or a Greengrass deployment, or a person.
            </EmptyState>
          ) : (
            <ul>
              {rows.slice(0, shownRows).map((row) => (
                <Row
                  key={`${row.account}/${row.kind}/${row.of}/${row.package}`}
                  row={row}
                  whyNot={whyNot}
                  onState={() => setStating(row)}
                />
              ))}
              {rows.length > shownRows ? (
                <li className="px-4 py-2 text-muted">
                  And {rows.length - shownRows} more: choose a package above to see those of it.
                </li>
              ) : null}
            </ul>
          )
        ) : null}
      </Panel>
      <Suspense fallback={null}>
        {stating ? <IntendedDialog of={stating === 'new' ? null : stating} onClose={() => setStating(null)} /> : null}
      </Suspense>
    </>
  )
}

/** Things that one deployment means the same for are one row: there may be as many as a job has targets. */
function folded(all: readonly IntendedVersion[]): Folded[] {
  const rows = new Map<string, Folded>()
  for (const one of all) {
    const { account, kind, of, package: named, version, deployment } = one
    const key = [account, named, version, kind, kind === 'thing' ? deployment?.id : of].join(' ')
    const row = rows.get(key)
    rows.set(key, row ? { ...row, of: plural(row.things + 1, 'thing'), things: row.things + 1 } : { ...one, things: 1 })
  }
  return [...rows.values()]
}
type Folded = IntendedVersion & { things: number }

function Row({ row, whyNot, onState }: { row: Folded; whyNot: string | undefined; onState: () => void }) {
  const { account, kind, of, package: named, version, since, stated, deployment } = row
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <span className="mono min-w-0 break-all">
        {named} <span className="font-medium">{version}</span>
      </span>
      <span className="min-w-0">
        {row.things > 1 ? null : <span className="text-muted">{kindWords[kind]} </span>}
        <span className="break-all">{of}</span>
      </span>
      <span className="min-w-0 text-muted">
        {stated ? (
          <>
            by {stated.by}: {stated.why},{' '}
          </>
        ) : deployment ? (
          <>
            by{' '}
            <Link href={links.deployment(deployment.id)} className="text-accent underline">
              {deployment.title}
            </Link>
            ,{' '}
          </>
        ) : null}
        <RelativeTime at={since} /> in <AccountName id={account} />
      </span>
      {kind === 'thing' ? null : (
        <Button size="sm" className="ml-auto" disabledReason={whyNot} onClick={onState}>
          {stated ? 'Change…' : 'State another…'}
        </Button>
      )}
    </li>
  )
}
