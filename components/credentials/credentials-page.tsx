'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useScope } from '#components/data/scope.tsx'
import { ListPage } from '#components/shell/list-page.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { FilterBar } from '#components/ui/filter-bar.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import { links } from '#contract/links.ts'
import { certificateFields } from './certificate-fields.ts'
import { certificateList } from './certificate-list-state.ts'
import { CertificateTable, rowKey } from './certificate-table.tsx'
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

/** Credential health of the scope, and every certificate in it. */
export function CredentialsPage() {
  const list = useList(certificateList)
  const scope = useScope()
  const feeds = useFeeds()
  const freshness = feeds.data && freshnessOf(feeds.data, 'certificates')
  const certificates = useQuery({
    ...api.certificates.list.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const count = useQuery({
    ...api.certificates.count.queryOptions({ input: list.matching }),
    placeholderData: keepPreviousData,
  })
  const breakdown = useQuery(api.certificates.breakdown.queryOptions({ input: scope }))
  // Nothing was ever read, which is not the same as nothing being there.
  const empty = breakdown.data?.statuses.length === 0
  const unread = freshness?.at === null
  const fields = certificateFields(breakdown.data)
  const bar = useInSight(list.query)

  // A bar replaces what was asked about expiry and leaves the rest of the question alone.
  const { tokens, setTokens } = list
  const pickDay = useCallback(
    (expiresOn: string) => {
      const others = tokens.filter(({ field }) => !['expiry', 'expiresOn', 'expiresWithinDays'].includes(field))
      setTokens([...others, { field: 'expiresOn', value: expiresOn }])
    },
    [tokens, setTokens],
  )

  return (
    <ListPage
      title="Credentials"
      count={count.data ?? (count.isError ? null : undefined)}
      freshness={freshness}
      actions={
        <>
          <SavedViewsMenu page="credentials" path={links.credentials()} query={list.query} account={list.account} />
          <ExportButton href={links.certificatesExport({ ...list.matching, sort: list.input.sort })} />
        </>
      }
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
      bar={
        <div ref={bar} className="scroll-mt-16">
          <FilterBar
            fields={fields}
            tokens={list.tokens}
            onChange={list.setTokens}
            search={{
              label: 'Search certificates',
              placeholder: 'ID or common name',
              value: list.search,
              onChange: list.setSearch,
            }}
          />
        </div>
      }
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
    >
      <CertificateTable list={list} certificates={certificates} count={count.data} freshness={freshness} />
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <CertificateDrawer
            open={list.open}
            rows={certificates.data?.items ?? []}
            onOpen={(row) => list.setOpen(rowKey(row))}
            onClose={() => list.setOpen(null)}
          />
        </Suspense>
      ) : null}
    </ListPage>
  )
}

/** The element that comes into sight when `query` changed from far above it: a figure or a bar was pressed. */
function useInSight(query: string) {
  const element = useRef<HTMLDivElement>(null)
  const shown = useRef(query)
  useEffect(() => {
    if (shown.current === query) return
    shown.current = query
    const top = element.current?.getBoundingClientRect().top ?? 0
    if (top > window.innerHeight * 0.7) element.current?.scrollIntoView()
  }, [query])
  return element
}
