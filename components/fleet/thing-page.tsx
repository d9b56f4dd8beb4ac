'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { credentialFeeds, freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { ThingSoftwarePanel } from '#components/deployments/placed/placed.tsx'
import { ThingHistory } from '#components/history/history.tsx'
import { ThingCapabilities } from '#components/policies/placed.tsx'
import {
  DisconnectButton,
  OpenRunNote,
  ResponseHistory,
  ThingActions,
  ThingResponseBadges,
} from '#components/response/act/placed.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { plural } from '#components/ui/format.ts'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { ThingDetail } from '#contract/things.ts'
import { IdentityPanel } from './graph/identity-panel.tsx'
import { CredentialBadge, PresenceBadge } from './marks.tsx'
import { ThingAttention } from './thing-attention.tsx'
import { ThingAttributes } from './thing-attributes.tsx'
import { ThingCertificates } from './thing-certificates.tsx'
import { ThingGroups } from './thing-groups.tsx'
import { ThingPresence } from './thing-presence.tsx'

type Key = { account: number; name: string }

/** One thing, with everything that makes its identity. */
export function ThingPage({ account, name }: Key) {
  const query = useQuery(api.things.get.queryOptions({ input: { account, name } }))
  const failed = failureOf(query, 'This thing')
  const breadcrumbs = [{ label: 'Inventory', href: links.fleet() }]
  if (query.data) return <Whole thing={query.data} breadcrumbs={breadcrumbs} />
  return (
    <>
      <PageHeader title={<span className="mono text-lg break-all">{name}</span>} breadcrumbs={breadcrumbs} />
      {failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </>
  )
}

function Whole({ thing, breadcrumbs }: { thing: ThingDetail; breadcrumbs: { label: string; href: string }[] }) {
  const { account, name } = thing
  const feeds = useFeeds(account)
  const fresh = (...collectors: string[]) => (feeds.data ? freshnessOf(feeds.data, ...collectors) : undefined)
  return (
    <>
      <PageHeader
        title={<span className="mono text-lg break-all">{name}</span>}
        breadcrumbs={breadcrumbs}
        status={
          <span className="flex flex-wrap gap-1.5">
            {thing.goneAt ? <Badge tone="attention">Gone from AWS</Badge> : null}
            <PresenceBadge presence={thing.presence} />
            <CredentialBadge health={thing.health} />
            <ThingResponseBadges thing={thing} />
          </span>
        }
        actions={
          <>
            <CopyButton text={name} what="thing name">
              Copy name
            </CopyButton>
            <ThingActions thing={thing} />
          </>
        }
      >
        <Line thing={thing} />
      </PageHeader>
      <div className="flex flex-col gap-4">
        <Panel title="What needs attention" freshness={fresh(...credentialFeeds)}>
          <div className="flex flex-col gap-2.5">
            <OpenRunNote touched={{ account, thing: name }} />
            <ThingAttention account={account} name={name} />
          </div>
        </Panel>
        <IdentityPanel thing={thing} />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Column>
            <Anchored id="certificates">
              <Panel
                title="Certificates"
                note={thing.principalsReadAt ? <ReadNote at={thing.principalsReadAt} /> : 'Attachments not read yet'}
              >
                <ThingCertificates thing={thing} />
              </Panel>
            </Anchored>
            <Anchored id="groups">
              <Panel title="Groups" freshness={fresh('things')}>
                <ThingGroups thing={thing} />
              </Panel>
            </Anchored>
            <Panel title="Attributes" freshness={fresh('things')}>
              <ThingAttributes thing={thing} />
            </Panel>
          </Column>
          <Column>
            <Panel title="Presence" freshness={fresh('presence')} actions={<DisconnectButton thing={thing} />}>
              <ThingPresence thing={thing} />
            </Panel>
            <ResponseHistory touched={{ account, thing: name }} />
            <ThingHistory account={account} name={name} />
          </Column>
        </div>
        <ThingSoftwarePanel account={account} name={name} />
        <ThingCapabilities account={account} name={name} />
        <Panel title="Raw record" note="As stored">
          <div className="flex flex-col gap-3">
            <KeyValueList
              items={[
                { label: 'ARN', value: thing.arn ? <MiddleCut text={thing.arn} copy="ARN" tail={14} /> : null },
                { label: 'Thing ID', value: thing.thingId ? <MiddleCut text={thing.thingId} copy="thing ID" /> : null },
                { label: 'Version', value: thing.version },
              ]}
            />
            <CodeBlock label="Raw record" value={thing.raw} />
          </div>
        </Panel>
      </div>
    </>
  )
}

function Line({ thing }: { thing: ThingDetail }) {
  return (
    <p className="flex flex-wrap gap-x-1.5">
      <span>{thing.type ?? 'No thing type'},</span>
      <span>{plural(thing.certificates, 'certificate')},</span>
      <span>{plural(thing.allGroups.length, 'group')},</span>
      <span>
        first seen <RelativeTime at={thing.firstSeenAt} />,
      </span>
      <span>
        changed <RelativeTime at={thing.changedAt} />
      </span>
    </p>
  )
}

function ReadNote({ at }: { at: string }) {
  return (
    <>
      Attachments read <RelativeTime at={at} />
    </>
  )
}

function Column({ children }: { children: ReactNode }) {
  return <div className="flex min-w-0 flex-col gap-4">{children}</div>
}

function Anchored({ id, children }: { id: string; children: ReactNode }) {
  return (
    <div id={id} className="scroll-mt-16">
      {children}
    </div>
  )
}
