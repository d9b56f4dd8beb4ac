'use client'

import { describeLastChance } from '#components/credentials/last-chance.ts'
import { LastChanceTime } from '#components/credentials/last-chance-time.tsx'
import { HealthBadge } from '#components/ui/badge.tsx'
import { span } from '#components/ui/format-time.ts'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { ThingDetail } from '#contract/things.ts'
import { PresenceMark } from './marks.tsx'

/** Whether it is connected, how, and until when a new certificate can still be sent to it. */
export function ThingPresence({ thing }: { thing: ThingDetail }) {
  const { presence, presenceSince, disconnectReason, clientId, keepAliveS, cleanSession, lastChance } = thing
  const chance = describeLastChance(lastChance)
  return (
    <KeyValueList
      items={[
        {
          label: 'Presence',
          value: (
            <span className="flex flex-wrap items-center gap-x-2">
              <PresenceMark presence={presence} since={null} />
              {presenceSince ? <RelativeTime at={presenceSince} className="text-muted" /> : null}
            </span>
          ),
        },
        { label: 'Client ID', value: clientId ? <MiddleCut text={clientId} copy="client ID" /> : null },
        ...(disconnectReason
          ? [{ label: 'Disconnect reason', value: <span className="mono">{disconnectReason}</span> }]
          : []),
        ...(keepAliveS === null ? [] : [{ label: 'Keep alive', value: span(keepAliveS * 1000) }]),
        ...(cleanSession === null
          ? []
          : [{ label: 'Session', value: cleanSession ? 'Clean, nothing is kept while away' : 'Persistent' }]),
        {
          label: 'Last chance to rotate',
          value: (
            <span className="flex flex-col items-start gap-1">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <HealthBadge health={chance.health}>{chance.title}</HealthBadge>
                {chance.at ? <LastChanceTime at={chance.at} /> : null}
              </span>
              <span className="text-muted">{chance.detail}</span>
            </span>
          ),
        },
      ]}
    />
  )
}
