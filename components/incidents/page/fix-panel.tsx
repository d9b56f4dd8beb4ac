'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { DiffView } from '#components/policies/diff-view.tsx'
import { DocumentView } from '#components/policies/document-view.tsx'
import { plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { FixPath, Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { sideNames } from './side-words.ts'

/** Which policy let it happen, the narrow statement that would not, and whom that would break. */
export function FixPanel({ incident }: { incident: Incident }) {
  const query = useQuery(api.incidents.fix.queryOptions({ input: { id: incident.id } }))
  const fix = query.data
  return (
    <Panel
      title="Which policy lets it happen?"
      note="Nothing is changed from here"
      loading={query.isPending}
      failed={failureOf(query, 'The policies')}
      flush
    >
      {fix ? <Fix fix={fix} incident={incident} /> : null}
    </Panel>
  )
}

function Fix({ fix, incident }: { fix: FixPath; incident: Incident }) {
  const names = sideNames(incident.sides)
  return (
    <>
      {fix.policies.length === 0 ? (
        <p className="px-4 pt-3">
          No policy was found that lets a side in: no side’s certificate is one of those read.
        </p>
      ) : null}
      {fix.policies.map(({ policy, party, statement, narrowed, sentence }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one policy may be named twice, and they do not reorder
        <section key={at} aria-label={`${policy}, side ${names.get(party) ?? party}`} className="border-b border-line">
          <p className="px-4 py-3">
            <span className="text-muted">Side {names.get(party) ?? party}:</span>{' '}
            <Link href={links.policy(incident.account, policy)} className="mono break-all text-accent hover:underline">
              {policy}
            </Link>
            . {sentence}
          </p>
          {narrowed === '' || narrowed === statement ? (
            <DocumentView label={`Statement of ${policy}`} document={statement} />
          ) : (
            <DiffView label={`${policy}, narrowed`} before={statement} after={narrowed} />
          )}
        </section>
      ))}
      <div className="flex flex-col gap-2 px-4 py-3">
        <WouldBreak fix={fix} account={incident.account} />
        <p className="text-xs text-muted">{fix.checked}</p>
      </div>
    </>
  )
}

function WouldBreak({ fix: { wouldBreak, wouldBreakCount, policies }, account }: { fix: FixPath; account: number }) {
  if (policies.length === 0) return null
  const { count, capped } = wouldBreakCount
  if (count === 0) return <p>The narrow statement would break no other client ID that was seen in use.</p>
  return (
    <details>
      <summary className="min-h-6 cursor-pointer text-attention">
        The narrow statement would keep out {plural({ value: count, capped }, 'other client ID')} seen in use
      </summary>
      <ul className="mt-1 max-h-72 overflow-y-auto">
        {wouldBreak.map(({ clientId, thing, why }) => (
          <li key={clientId} className="py-0.5">
            {thing ? (
              <Link href={links.thing(account, thing)} className="mono break-all text-accent hover:underline">
                {clientId}
              </Link>
            ) : (
              <span className="mono break-all">{clientId}</span>
            )}{' '}
            <span className="text-muted">{why}</span>
          </li>
        ))}
      </ul>
      {count > wouldBreak.length ? <p className="text-muted">The first {wouldBreak.length} are listed.</p> : null}
    </details>
  )
}
