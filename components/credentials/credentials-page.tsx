'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows, useTotal } from '#components/data/list/use-rows.ts'
import { useScope } from '#components/data/scope.tsx'
import { ListPage } from '#components/shell/list-page.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { useSelection } from '#components/ui/table/use-selection.ts'
import type { Certificate } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import { certificateColumns } from './certificate-columns.tsx'
import { certificateFields } from './certificate-fields.ts'
import { rowKey } from './certificate-key.ts'
import { certificateList } from './certificate-list-state.ts'
import { certificateName } from './certificate-name.ts'
import { CredentialHealth } from './credential-health.tsx'
import { CredentialTabs } from './credential-tabs.tsx'

// Only until a first sync has come some way.
const FirstSync = afterPaint(() => import('#components/overview/first-sync.tsx').then((part) => part.FirstSync), null)
const CertificateFacets = afterPaint(
  () => import('./certificate-facets.tsx').then((part) => part.CertificateFacets),
  <SkeletonLines lines={8} />,
)
const CertificateDrawer = lazy(() =>
  import('./certificate-drawer.tsx').then((part) => ({ default: part.CertificateDrawer })),
)

const NoCertificates = afterPaint(
  () => import('./no-certificates.tsx').then((part) => part.NoCertificates),
  <SkeletonLines lines={2} />,
)
const SelectedCertificates = lazy(() =>
  import('#components/response/act/selected-certificates.tsx').then((part) => ({ default: part.SelectedCertificates })),
)

// The endpoint's own order when none is asked for.
const byExpiry = { by: 'expiry', direction: 'asc' } as const
const rowHref = ({ account, certificateId }: Certificate) => links.certificate(account, certificateId)

/** Credential health of the scope, and every certificate in it. */
export function CredentialsPage() {
  const list = useList(certificateList)
  const scope = useScope()
  const feeds = useFeeds()
  const freshness = feeds.data && freshnessOf(feeds.data, 'certificates')
  const page = useRows(api.certificates.list.queryOptions({ input: list.input }))
  const total = useTotal(api.certificates.count.queryOptions({ input: list.matching }))
  const breakdown = useQuery(api.certificates.breakdown.queryOptions({ input: scope }))
  // Nothing was ever read, which is not the same as nothing being there.
  const empty = breakdown.data?.statuses.length === 0
  const unread = freshness?.at === null
  const [selection, select] = useSelection(JSON.stringify(list.input))

  // A bar replaces what was asked about expiry and leaves the rest of the question alone.
  const { tokens, setTokens } = list
  const pickDay = useCallback(
    (expiresOn: string) => {
      const others = tokens.filter(({ field }) => !field.startsWith('expir'))
      setTokens([...others, { field: 'expiresOn', value: expiresOn }])
    },
    [tokens, setTokens],
  )

  return (
    <ListPage
      title="Credentials"
      count={total}
      path={links.credentials()}
      exportHref={links.certificatesExport({ ...list.matching, sort: list.input.sort })}
      above={
        <>
          <CredentialTabs current={links.credentials()} />
          {empty ? (
            <FirstSync feeds={unread ? feeds.data : undefined} />
          ) : (
            <CredentialHealth
              scope={scope}
              breakdown={breakdown.data}
              failed={failureOf(breakdown, 'The breakdown')}
              narrowed={list.narrowed}
              onDay={pickDay}
            />
          )}
        </>
      }
      barRef={useInSight(list.query)}
      fields={certificateFields(breakdown.data)}
      search={{ label: 'Search certificates', placeholder: 'ID or common name' }}
      facets={
        empty ? undefined : (
          <CertificateFacets
            breakdown={breakdown.data}
            failed={breakdown.isError}
            chosen={list.chosen}
            onToggle={list.toggle}
          />
        )
      }
      list={list}
      page={page}
      freshness={freshness}
      label="Certificates"
      noun="certificates"
      what="The certificates"
      columns={certificateColumns}
      rowId={rowKey}
      rowName={certificateName}
      rowHref={rowHref}
      order={byExpiry}
      selection={selection}
      onSelection={select}
      selectionActions={(chosen) => (
        <Suspense>
          <SelectedCertificates
            selection={chosen}
            rows={page.data?.items ?? []}
            rowId={rowKey}
            matching={list.matching}
            total={total ?? undefined}
          />
        </Suspense>
      )}
      total={total}
      noMatch="No certificate matches"
      empty={<NoCertificates neverRead={unread} />}
      drawer={(over) => <CertificateDrawer {...over} />}
    />
  )
}

/** The element that comes into sight when `query` changed from far above it: a figure or a bar was pressed. */
function useInSight(query: string) {
  const element = useRef<HTMLDivElement>(null)
  const shown = useRef(query)
  useEffect(() => {
    if (shown.current === query) return
    shown.current = query
    const bar = element.current
    if (bar && bar.getBoundingClientRect().top > innerHeight * 0.7) bar.scrollIntoView()
  }, [query])
  return element
}
