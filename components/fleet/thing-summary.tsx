'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '#components/data/api.ts'
import { WhenRead } from '#components/data/when-read.tsx'
import { ThingResponseBadges } from '#components/response/act/response-badges.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { ThingDetail } from '#contract/things.ts'
import { CredentialBadge, PresenceBadge } from './marks.tsx'
import { ThingAttention } from './thing-attention.tsx'
import { ThingAttributes } from './thing-attributes.tsx'
import { ThingCertificates } from './thing-certificates.tsx'
import { ThingGroups } from './thing-groups.tsx'
import { ThingPresence } from './thing-presence.tsx'

/** What a drawer says about a thing; its code loads with the first drawer. */
export function ThingSummary({ account, name }: { account: number; name: string }) {
  const query = useQuery(api.things.get.queryOptions({ input: { account, name } }))
  return (
    <WhenRead query={query} what="This thing">
      {(thing) => <Facts thing={thing} />}
    </WhenRead>
  )
}

function Facts({ thing }: { thing: ThingDetail }) {
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap gap-2">
        <PresenceBadge presence={thing.presence} />
        <CredentialBadge health={thing.health} />
        <ThingResponseBadges thing={thing} />
      </p>
      <Part title="What needs attention">
        <ThingAttention account={thing.account} name={thing.name} />
      </Part>
      <Part title="Certificates">
        <ThingCertificates thing={thing} />
      </Part>
      <Part title="Presence">
        <ThingPresence thing={thing} />
      </Part>
      <Part title="Groups">
        <ThingGroups thing={thing} />
      </Part>
      <Part title="Attributes">
        <ThingAttributes thing={thing} />
      </Part>
      <Part title="Record">
        <KeyValueList
          items={[
            { label: 'First seen', value: <RelativeTime at={thing.firstSeenAt} /> },
            { label: 'Changed', value: <RelativeTime at={thing.changedAt} /> },
          ]}
        />
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 text-xs font-semibold text-muted">{title}</h3>
      {children}
    </section>
  )
}
