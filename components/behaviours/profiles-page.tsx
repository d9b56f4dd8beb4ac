'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Badge, SeverityBadge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { SecurityProfile } from '#contract/behaviours.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { BehaviourTabs } from './behaviour-tabs.tsx'
import { metricWords, normalInWords, targetsInWords } from './words.ts'

const RemoveProfile = lazy(() => import('./remove-profile.tsx').then((part) => ({ default: part.RemoveProfile })))
const ProfileDialog = lazy(() => import('./profile-dialog.tsx').then((part) => ({ default: part.ProfileDialog })))

/** What devices are held to. */
export function ProfilesPage() {
  const query = useQuery(api.behaviours.profiles.queryOptions())
  const whyNot = whyNotRole(useMe()?.role, 'admin')
  const [editing, setEditing] = useState<SecurityProfile | 'new' | null>(null)
  const [removing, setRemoving] = useState<SecurityProfile | null>(null)
  const failed = failureOf(query, 'The profiles')
  const add = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden className="size-4" />}
      disabledReason={whyNot}
      onClick={() => setEditing('new')}
    >
      Add profile…
    </Button>
  )
  return (
    <>
      <PageHeader title="Behaviours" actions={add}>
        Security profiles, in Detect’s words: what is normal for whom, judged by ourselves on every account.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <BehaviourTabs current={links.profiles()} />
        {query.data ? null : <Panel title="Security profiles" failed={failed} loading={!failed} />}
        {query.data?.length === 0 ? (
          <Panel title="Security profiles">
            <EmptyState title="Devices are held to nothing">
              A profile says what is normal for some devices: how often they connect, which ports are open, whom they
              talk to.
            </EmptyState>
          </Panel>
        ) : null}
        {query.data?.map((profile) => (
          <ProfilePanel
            key={profile.id}
            profile={profile}
            whyNot={whyNot}
            onEdit={() => setEditing(profile)}
            onRemove={() => setRemoving(profile)}
          />
        ))}
      </div>
      <Suspense fallback={null}>
        {editing ? (
          <ProfileDialog profile={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
        ) : null}
        {removing ? <RemoveProfile profile={removing} onClose={() => setRemoving(null)} /> : null}
      </Suspense>
    </>
  )
}

/** No alarm is good news only as far as its behaviours could be judged. */
function alarmless({ enabled, behaviours, metrics }: SecurityProfile): string {
  const blind = behaviours.filter(({ metric }) => metrics.find((one) => one.metric === metric)?.available === false)
  if (!enabled) return 'Not judged: it is off.'
  if (blind.length === 0) return 'None in alarm.'
  return blind.length === behaviours.length
    ? 'Whether any is in alarm is unknown: nothing that it judges by is read.'
    : `None in alarm, as far as is known: ${blind.length} of ${behaviours.length} behaviours are not judged.`
}

function ProfilePanel({
  profile,
  whyNot,
  onEdit,
  onRemove,
}: {
  profile: SecurityProfile
  whyNot: string | undefined
  onEdit: () => void
  onRemove: () => void
}) {
  const { name, description, account, targets, behaviours, enabled, inAlarm, devices, metrics, changedAt, changedBy } =
    profile
  return (
    <Panel
      title={name}
      note={devices === null ? targetsInWords(targets) : `${targetsInWords(targets)}: ${formatCount(devices)} devices`}
      actions={
        <>
          {enabled ? null : <Badge>Off</Badge>}
          <Button size="sm" disabledReason={whyNot} onClick={onEdit}>
            Change…
          </Button>
          <Button size="sm" variant="ghost" disabledReason={whyNot} onClick={onRemove}>
            Remove…
          </Button>
        </>
      }
      flush
    >
      <p className="px-4 pt-3 text-muted">
        {description} {account === null ? 'In every account.' : <AccountName id={account} />}{' '}
        {inAlarm > 0 ? (
          <Link href={links.behaviours({ profile: name, state: 'in-alarm' })} className="text-accent underline">
            {formatCount(inAlarm)} in alarm
          </Link>
        ) : (
          alarmless(profile)
        )}
      </p>
      <ul className="mt-2">
        {behaviours.map((behaviour) => {
          const missing = metrics.find(({ metric }) => metric === behaviour.metric)
          return (
            <li
              key={behaviour.name}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2"
            >
              <SeverityBadge severity={behaviour.severity} />
              <span className="font-medium">{behaviour.name}</span>
              <span className="min-w-0 text-muted">
                {metricWords[behaviour.metric]}: normal is {normalInWords(behaviour)}
              </span>
              {behaviour.opensIncident ? <Badge tip="An alarm opens an incident or joins one">Incident</Badge> : null}
              {missing && !missing.available ? (
                <Badge tone="unknown" tip={missing.why ?? undefined}>
                  Unknown: no facts
                </Badge>
              ) : null}
            </li>
          )
        })}
      </ul>
      <p className="border-t border-line px-4 py-2 text-xs text-muted">
        Changed <RelativeTime at={changedAt} /> by {changedBy}
      </p>
    </Panel>
  )
}
