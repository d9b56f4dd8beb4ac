'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useColumns } from '#components/data/list/use-columns.ts'
import type { ListState } from '#components/data/list/use-list.ts'
import { afterPaint } from '#components/ui/after-paint.tsx'
import type { Freshness } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { useSelection } from '#components/ui/table/use-selection.ts'
import type { Certificate } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import { certificateColumns } from './certificate-columns.tsx'
import type { certificateList } from './certificate-list-state.ts'
import { certificateName } from './certificate-name.ts'

const SelectedCertificates = lazy(() =>
  import('#components/response/act/selected-certificates.tsx').then((part) => ({ default: part.SelectedCertificates })),
)

const NoCertificates = afterPaint(
  () => import('./no-certificates.tsx').then((part) => part.NoCertificates),
  <SkeletonLines lines={2} />,
)

/** What the drawer's address holds: unlike a row number it can be read, and it needs no list to be found again. */
export function rowKey({ account, certificateId }: Pick<Certificate, 'account' | 'certificateId'>) {
  return `${account}:${certificateId}`
}

// The endpoint's own order when none is asked for.
const byExpiry = { by: 'expiry', direction: 'asc' } as const
const rowHref = ({ account, certificateId }: Certificate) => links.certificate(account, certificateId)

/** Certificates a page at a time, with all four faces. */
export function CertificateTable({ list, certificates, count, freshness }: CertificateTableProps) {
  const [hidden, setHidden] = useColumns('credentials', certificateColumns)
  const total = count ? { value: count.count, capped: count.capped } : undefined
  const rows = certificates.data?.items
  const [selection, select] = useSelection(JSON.stringify(list.input))
  return (
    <DataTable
      label="Certificates"
      noun="certificates"
      columns={certificateColumns}
      rows={rows}
      rowId={rowKey}
      rowName={certificateName}
      rowHref={rowHref}
      onOpen={(row) => list.setOpen(rowKey(row))}
      openId={list.open}
      sort={list.sort ?? byExpiry}
      onSort={list.setSort}
      hiddenColumns={hidden}
      onHiddenColumns={setHidden}
      selection={selection}
      onSelection={select}
      selectionActions={(chosen) => (
        <Suspense>
          <SelectedCertificates
            selection={chosen}
            rows={rows ?? []}
            rowId={rowKey}
            matching={list.matching}
            total={total}
          />
        </Suspense>
      )}
      total={total}
      refreshing={certificates.isPlaceholderData}
      failed={failureOf(certificates, 'The certificates')}
      freshness={freshness}
      empty={<NoCertificates narrowed={list.narrowed} clear={list.clear} neverRead={freshness?.at === null} />}
      footer={
        <Pager
          shown={rows?.length ?? 0}
          total={total}
          noun="certificates"
          busy={certificates.isPlaceholderData}
          {...list.pages(certificates.data?.nextCursor)}
        />
      }
    />
  )
}
type CertificateTableProps = {
  list: ListState<typeof certificateList.filters, (typeof certificateList.sorts)[number]>
  certificates: UseQueryResult<{ items: Certificate[]; nextCursor: string | null }>
  count: { count: number; capped: boolean } | undefined
  freshness: Freshness | undefined
}
