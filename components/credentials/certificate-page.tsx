'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { credentialFeeds, freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { FindingsPanel } from '#components/findings/placed/placed.tsx'
import { CertificateHistory } from '#components/history/history.tsx'
import { IncidentsPanel } from '#components/incidents/placed/placed.tsx'
import { CertificateCapabilities } from '#components/policies/placed.tsx'
import { CertificateActions, OpenRunBadge, ResponseHistory } from '#components/response/act/placed.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { formatCount } from '#components/ui/format.ts'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { CertificateDetail } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import { AttachedPolicies } from './attached-policies.tsx'
import { AttachedThings } from './attached-things.tsx'
import { attentionFor } from './attention.ts'
import { AttentionList } from './attention-list.tsx'
import { ExpiryBadge, StatusBadge } from './badges.tsx'
import { certificateName } from './certificate-name.ts'
import { Chain } from './chain.tsx'
import { PemPanel } from './pem-panel.tsx'
import { RegistryFacts } from './registry-facts.tsx'
import { ValidityBar } from './validity-bar.tsx'
import { statusWord } from './words.ts'
import { X509Facts } from './x509-facts.tsx'

/** One certificate, whole: state, attention, relations, history, and the record as it is stored. */
export function CertificatePage({ initial }: { initial: CertificateDetail }) {
  const one = { account: initial.account, certificateId: initial.certificateId }
  const query = useQuery({ ...api.certificates.get.queryOptions({ input: one }), initialData: initial })
  const touched = { account: initial.account, certificate: initial.certificateId }
  const { data: feeds } = useFeeds(initial.account)
  const fresh = (...collectors: string[]) => feeds && freshnessOf(feeds, ...collectors)
  const now = useNow()
  const certificate = query.data
  const usable = certificate.status === 'ACTIVE'
  const failed = failureOf(query, 'The certificate')
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <PageHeader
        title={<bdi>{certificateName(certificate)}</bdi>}
        breadcrumbs={[{ label: 'Credentials', href: links.credentials() }]}
        status={
          <>
            <StatusBadge status={certificate.status} />
            <ExpiryBadge of={certificate} />
            {certificate.goneAt ? <Badge tone="unknown">No longer listed</Badge> : null}
            <OpenRunBadge touched={touched} />
          </>
        }
        actions={<CertificateActions certificate={certificate} />}
        freshness={fresh('certificates')}
      >
        <span className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1">
          <MiddleCut text={certificate.certificateId} copy="certificate ID" />
          <span>
            {certificate.status === 'ACTIVE' && certificate.expiry === 'expired'
              ? 'Active, and yet its last day has passed: nobody can connect with it.'
              : statusWord(certificate.status).meaning}
          </span>
        </span>
      </PageHeader>
      {failed ? <LastGoodNotice failed={failed} /> : null}
      <Panel title="What needs attention" freshness={fresh(...credentialFeeds, 'policy-targets')}>
        <AttentionList
          notes={attentionFor(certificate, now)}
          none="Nothing in its own record asks for attention. Findings and incidents, if there are any, stand below."
        />
      </Panel>
      <IncidentsPanel concerned={touched} />
      <FindingsPanel account={certificate.account} kind="certificate" subject={certificate.certificateId} />
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Validity">
            <ValidityBar {...certificate} usable={usable} />
          </Panel>
          <Panel
            title="Things"
            note={certificate.thingCount === null ? undefined : formatCount(certificate.thingCount)}
            freshness={fresh('thing-principals', 'presence')}
            flush
          >
            <AttachedThings certificate={certificate} weigh={usable} />
          </Panel>
          <Panel
            title="Policies"
            note={formatCount(certificate.attachedPolicies.length)}
            freshness={fresh('policy-targets')}
            flush
          >
            <AttachedPolicies certificate={certificate} />
          </Panel>
          <CertificateCapabilities {...one} />
          <ResponseHistory touched={touched} />
          <CertificateHistory {...one} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Certificate" note="Read from its PEM">
            <X509Facts certificate={certificate} />
          </Panel>
          <Panel title="Chain">
            <Chain certificate={certificate} />
          </Panel>
          <Panel title="In AWS IoT">
            <RegistryFacts certificate={certificate} />
          </Panel>
        </div>
      </div>
      <PemPanel pem={certificate.pem} fileName={`${certificate.certificateId}.pem`} />
      <Panel
        title="Raw record"
        note={
          <>
            Last changed <RelativeTime at={certificate.changedAt} />
          </>
        }
      >
        <CodeBlock label="Raw record" value={certificate.raw} />
      </Panel>
    </div>
  )
}
