'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { api } from '#components/data/api.ts'
import { parseAsString } from '#components/data/list/address.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useAddress } from '#components/data/list/use-address.ts'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useFeedFreshness } from '#components/data/list/use-feed.tsx'
import { useScope } from '#components/data/scope.tsx'
import { ListLayout } from '#components/shell/list-layout.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import type { CaCertificate } from '#contract/ca-certificates.ts'
import { links } from '#contract/links.ts'
import { authorityColumns } from './authority-columns.tsx'
import { rowKey } from './certificate-key.ts'
import { CredentialTabs } from './credential-tabs.tsx'

const AuthorityDrawer = lazy(() => import('./authority-drawer.tsx').then((part) => ({ default: part.AuthorityDrawer })))

const parsers = { search: parseAsString, open: parseAsString }
const rowHref = ({ account, certificateId }: CaCertificate) => links.authority(account, certificateId)

/** The CA certificates registered with AWS IoT. There are few (ten per subject at most), so they come at once. */
export function AuthoritiesPage() {
  const authorities = useQuery(api.caCertificates.list.queryOptions({ input: useScope() }))
  const freshness = useFeedFreshness('ca-certificates')
  const [hidden, setHidden] = useColumns('authorities', authorityColumns)
  const [address, setAddress] = useAddress(parsers)
  const search = address.search ?? ''
  const openId = address.open ?? undefined
  // Opening leaves a step to go back; from one row to the next does not.
  const open = (id: string | null) => setAddress({ open: id }, openId && id ? 'replace' : 'push')
  const rows = useMemo(() => authorities.data?.filter((one) => matches(one, search)), [authorities.data, search])
  return (
    <ListLayout
      title="CA certificates"
      count={rows ? rows.length : authorities.isError ? undefined : null}
      freshness={freshness}
      label="CA certificates"
      above={<CredentialTabs current={links.authorities()} />}
    >
      <DataTable
        toolbar={
          <search>
            <SearchBox
              label="Search CA certificates"
              placeholder="Name or ID"
              value={search}
              onChange={(typed) => setAddress({ search: typed.trim() || null, open: null })}
              className="w-52"
            />
          </search>
        }
        label="CA certificates"
        noun="CA certificates"
        columns={authorityColumns}
        rows={rows}
        rowId={rowKey}
        rowHref={rowHref}
        onOpen={(row) => open(rowKey(row))}
        openId={openId}
        hiddenColumns={hidden}
        onHiddenColumns={setHidden}
        failed={failureOf(authorities, 'The CA certificates')}
        freshness={freshness}
        empty={
          search ? (
            <EmptyState
              title="No CA certificate matches"
              action={<Button onClick={() => setAddress({ search: null })}>Clear search</Button>}
            />
          ) : (
            <EmptyState
              title={freshness?.at === null ? 'No CA certificates read yet' : 'No CA certificates'}
              action={<LinkButton href={links.sync()}>See the feeds</LinkButton>}
            >
              {freshness?.at === null
                ? 'Their feed has not finished a first pass over this scope.'
                : 'Certificates here were issued by AWS IoT, or registered without a CA.'}
            </EmptyState>
          )
        }
      />
      {useOpened(openId !== undefined) ? (
        <Suspense fallback={null}>
          <AuthorityDrawer openId={openId} rows={rows ?? []} onOpen={open} />
        </Suspense>
      ) : null}
    </ListLayout>
  )
}

function matches({ commonName, subject, certificateId }: CaCertificate, search: string) {
  const needle = search.trim().toLowerCase()
  return [commonName, subject, certificateId].some((text) => text?.toLowerCase().includes(needle))
}
