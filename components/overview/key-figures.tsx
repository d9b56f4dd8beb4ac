'use client'

import type { ReactNode } from 'react'
import { credentialFeeds, freshnessOf } from '#components/data/list/use-feed.tsx'
import { useScope } from '#components/data/scope.tsx'
import { Figure, Figures } from '#components/ui/figure.tsx'
import { formatShare } from '#components/ui/format.ts'
import { Age } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { Overview } from '#contract/overview.ts'
import type { Feed } from '#contract/sync.ts'
import { firstReadings } from './first-reading.ts'

type KeyFiguresProps = { data: Overview | undefined; feeds: readonly Feed[] | undefined }

/** The numbers of the fleet, each with its age and the way to its rows. Undefined data is still loading. */
export function KeyFigures({ data, feeds }: KeyFiguresProps) {
  const scope = useScope()
  const age = (collectors: readonly string[], words?: ReactNode) => {
    const fresh = feeds ? freshnessOf(feeds, ...collectors) : undefined
    // What AWS does not offer, or refuses, is not on its way.
    const coming = firstReadings(feeds ?? []).some(({ collector }) => collectors.includes(collector))
    return (
      <span className="flex flex-wrap gap-x-2">
        {words ? <span>{words}</span> : null}
        {fresh?.at === null && coming ? <span>so far</span> : null}
        {fresh?.at ? <Age at={fresh.at} staleAfterMs={fresh.staleAfterMs} /> : null}
      </span>
    )
  }
  const things = data?.things
  const unread = data !== undefined && things === null
  const known = (value: number | null | undefined) => (unread ? null : value)
  // Until every certificate has been read once, none found means nothing.
  const judging = feeds !== undefined && freshnessOf(feeds, ...credentialFeeds)?.at === null
  const judged = (value: number | undefined) => (judging && value === 0 ? null : known(value))
  const count = (facet: Overview['health'] | undefined, value: string) =>
    facet === undefined ? undefined : (facet.find((one) => one.value === value)?.count ?? 0)

  const connected = count(data?.presence, 'connected')
  const unknownPresence = count(data?.presence, 'unknown')
  const presenceKnown = things && unknownPresence !== undefined && unknownPresence < things
  const expired = count(data?.health, 'expired')
  const expiring = count(data?.health, 'expiring')
  return (
    <Figures>
      <Figure label="Things" value={things} detail={age(['things'])} href={links.fleet(scope)} />
      <Figure
        label="Connected now"
        value={data === undefined ? undefined : presenceKnown ? connected : null}
        detail={age(['presence'], presenceKnown ? `${formatShare(connected ?? 0, things)} of the fleet` : undefined)}
        href={links.fleet({ ...scope, presence: 'connected' })}
      />
      <Figure
        label="Credential expired"
        value={judged(expired)}
        health={expired ? 'bad' : 'ok'}
        detail={age(credentialFeeds)}
        href={links.fleet({ ...scope, health: 'expired' })}
      />
      <Figure
        label="Credential expiring"
        value={judged(expiring)}
        health={expiring ? 'attention' : 'ok'}
        detail={age(credentialFeeds, 'within 30 days')}
        href={links.fleet({ ...scope, health: 'expiring' })}
      />
      <Figure
        label="Certificates"
        value={known(data?.certificates.total)}
        detail={age(['certificates'])}
        href={links.credentials(scope)}
      />
      <Figure label="Policies" value={known(data?.policies)} detail={age(['policies'])} href={links.policies(scope)} />
    </Figures>
  )
}
