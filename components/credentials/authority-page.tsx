'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { FindingsPanel } from '#components/findings/placed/placed.tsx'
import { AuthorityHistory } from '#components/history/history.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { formatCount } from '#components/ui/format.ts'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { CaCertificateDetail } from '#contract/ca-certificates.ts'
import { links } from '#contract/links.ts'
import { AttentionList } from './attention-list.tsx'
import { authorityAttention } from './authority-attention.ts'
import { AuthorityStatusBadge } from './authority-marks.tsx'
import { authorityStatus, autoRegistrationWord } from './authority-words.ts'
import { ExpiryBadge } from './badges.tsx'
import { BarList } from './bar-list.tsx'
import { statusFilter } from './breakdown-panels.tsx'
import { certificateName } from './certificate-name.ts'
import { PemPanel } from './pem-panel.tsx'
import { modes, When } from './registry-facts.tsx'
import { ValidityBar } from './validity-bar.tsx'
import { statusWord } from './words.ts'
import { X509Facts } from './x509-facts.tsx'

/** One CA certificate: what its status means, what it issued, what it says. */
export function AuthorityPage({ initial }: { initial: CaCertificateDetail }) {
  const one = { account: initial.account, certificateId: initial.certificateId }
  const query = useQuery({ ...api.caCertificates.get.queryOptions({ input: one }), initialData: initial })
  const { data: feeds } = useFeeds(initial.account)
  const freshness = feeds && freshnessOf(feeds, 'ca-certificates')
  const now = useNow()
  const authority = query.data
  const failed = failureOf(query, 'The CA certificate')
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <PageHeader
        title={<bdi>{certificateName(authority)}</bdi>}
        breadcrumbs={[
          { label: 'Credentials', href: links.credentials() },
          { label: 'CA certificates', href: links.authorities() },
        ]}
        status={
          <>
            <AuthorityStatusBadge status={authority.status} />
            <ExpiryBadge of={authority} />
            {authority.goneAt ? <Badge tone="unknown">No longer listed</Badge> : null}
          </>
        }
        freshness={freshness}
      >
        <span className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1">
          <MiddleCut text={authority.certificateId} copy="certificate ID" />
          <span>{authorityStatus(authority.status).meaning}</span>
        </span>
      </PageHeader>
      {failed ? <LastGoodNotice failed={failed} /> : null}
      <Panel title="What needs attention">
        <AttentionList
          notes={authorityAttention(authority, now)}
          none="Nothing in its own record asks for attention."
        />
      </Panel>
      <FindingsPanel account={authority.account} kind="ca-certificate" subject={authority.certificateId} />
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Validity">
            <ValidityBar {...authority} usable={authority.status === 'ACTIVE'} />
          </Panel>
          <Panel title="Certificates it issued" note={`${formatCount(authority.certificates)} registered`}>
            <BarList
              noun="certificates"
              empty="No registered certificate names it as its CA."
              bars={authority.statuses.map(({ value, count }) => ({
                id: value,
                label: statusWord(value).word,
                tip: statusWord(value).meaning,
                count,
                href: links.credentials({
                  account: authority.account,
                  ca: authority.certificateId,
                  status: statusFilter(value),
                }),
              }))}
            />
          </Panel>
          <AuthorityHistory {...one} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Certificate" note="Read from its PEM">
            <X509Facts certificate={authority} />
          </Panel>
          <Panel title="In AWS IoT">
            <RegistrationFacts authority={authority} />
          </Panel>
        </div>
      </div>
      <PemPanel pem={authority.pem} fileName={`${authority.certificateId}.pem`} />
    </div>
  )
}

function RegistrationFacts({ authority }: { authority: CaCertificateDetail }) {
  const { autoRegistration, registrationConfig, createdAt, lastModifiedAt, ownedBy, arn, mode } = authority
  return (
    <>
      <KeyValueList
        items={[
          {
            label: 'Auto-registration',
            value: autoRegistration === null ? undefined : autoRegistrationWord(autoRegistration),
          },
          { label: 'Registered', value: createdAt && <When at={createdAt} /> },
          { label: 'Last modified', value: lastModifiedAt && <When at={lastModifiedAt} /> },
          { label: 'First seen here', value: <When at={authority.firstSeenAt} /> },
          { label: 'Owner', value: ownedBy && <span className="mono">{ownedBy}</span> },
          { label: 'Mode', value: mode && modes(mode) },
          { label: 'ARN', value: arn && <MiddleCut text={arn} copy="ARN" /> },
        ]}
      />
      {registrationConfig ? (
        <div className="mt-3">
          <h3 className="mb-1.5 text-xs font-semibold text-muted">Registration template</h3>
          <CodeBlock label="Registration template" value={registrationConfig} />
        </div>
      ) : null}
    </>
  )
}
