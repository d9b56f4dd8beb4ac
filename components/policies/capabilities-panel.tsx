'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Select } from '#components/ui/input.tsx'
import { type Failure, Panel } from '#components/ui/panel.tsx'
import type { CapabilityReport } from '#contract/policy-judgement.ts'
import { CapabilityList } from './capability-list.tsx'
import { QuestionBox } from './question-box.tsx'

const title = 'What it may do'

/** What a thing may do with one of its certificates, and a box to ask about anything else. */
export function ThingCapabilities({ account, name }: { account: number; name: string }) {
  const [certificate, setCertificate] = useState<string>()
  const query = useQuery({
    ...api.policies.ofThing.queryOptions({ input: { account, name, certificate } }),
    placeholderData: keepPreviousData,
  })
  const report = query.data
  const choice =
    report && report.certificates.length > 1 ? (
      <Select
        aria-label="With which certificate"
        className="mono text-xs"
        value={report.certificateId ?? ''}
        onChange={({ target }) => setCertificate(target.value)}
        options={report.certificates.map(({ certificateId, status }) => ({
          value: certificateId,
          label: `${certificateId.slice(0, 12)}… ${status}`,
        }))}
      />
    ) : null
  return <Report account={account} report={report} failed={failureOf(query, title)} actions={choice} />
}

/** What whoever holds a certificate may do, under the name of one of its things. */
export function CertificateCapabilities({ account, certificateId }: { account: number; certificateId: string }) {
  const [clientId, setClientId] = useState<string>()
  const query = useQuery({
    ...api.policies.ofCertificate.queryOptions({ input: { account, certificateId, clientId } }),
    placeholderData: keepPreviousData,
  })
  const report = query.data
  const choice =
    report && report.clientIds.length > 1 ? (
      <Select
        aria-label="Under which client ID"
        value={report.clientId ?? ''}
        onChange={({ target }) => setClientId(target.value)}
        options={report.clientIds.map((one) => ({ value: one, label: one }))}
      />
    ) : null
  return <Report account={account} report={report} failed={failureOf(query, title)} actions={choice} />
}

type ReportProps = {
  account: number
  report: CapabilityReport | undefined
  failed: Failure | undefined
  actions: ReactNode
}

function Report({ account, report, failed, actions }: ReportProps) {
  return (
    <Panel
      title={title}
      note={report?.clientId ? `Connected as ${report.clientId}, by its policies` : undefined}
      freshness={report ? { at: report.readAt, feed: 'policies' } : undefined}
      actions={actions}
      failed={failed}
      loading={!report}
      flush
    >
      {report ? <Body account={account} report={report} /> : null}
    </Panel>
  )
}

function Body({ account, report }: { account: number; report: CapabilityReport }) {
  const { certificateId, status, items, policies, clientId } = report
  if (certificateId === null || clientId === null)
    return (
      <EmptyState title="No certificate">
        Nothing is known that it could connect with, so there is nothing to ask policies about.
      </EmptyState>
    )
  if (report.readAt === null && items.length === 0)
    return (
      <EmptyState title="Not read yet">
        What it may do is unknown until policies and what they are attached to have been read once.
      </EmptyState>
    )
  const unread = policies.filter(({ unreadable }) => unreadable !== null)
  return (
    <>
      {status === 'ACTIVE' ? null : (
        <Notice>The certificate is {status}: AWS IoT lets nobody connect with it, whatever its policies say.</Notice>
      )}
      {unread.map(({ name, unreadable }) => (
        <Notice key={name} tone="bad">
          {name}: {unreadable} What else may be allowed or denied is not known.
        </Notice>
      ))}
      {items.length === 0 ? (
        <EmptyState title="Nothing">
          {policies.length === 0
            ? 'No policy reaches it, and what no policy allows is denied.'
            : 'Its policies allow it nothing under this client ID.'}
        </EmptyState>
      ) : (
        <CapabilityList account={account} items={items} />
      )}
      <QuestionBox key={certificateId} account={account} certificateId={certificateId} clientId={clientId} />
    </>
  )
}
