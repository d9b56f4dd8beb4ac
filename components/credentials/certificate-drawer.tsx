'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { CertificateActions } from '#components/response/act/certificate-actions.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { Certificate } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import { certificateName } from './certificate-name.ts'
import { rowKey } from './certificate-table.tsx'
import { ExpiryBadge, StatusBadge } from './marks.tsx'

// Its parts are many; the list does not wait for them.
const CertificateSummary = lazy(() =>
  import('./certificate-summary.tsx').then((module) => ({ default: module.CertificateSummary })),
)

/** One certificate over the list, found by its key in the address even when it is not on the page shown. */
export function CertificateDrawer({ open, rows, onOpen, onClose }: CertificateDrawerProps) {
  const asked = open ? parseKey(open) : null
  const at = rows.findIndex((row) => rowKey(row) === open)
  const previous = at > 0 ? rows[at - 1] : undefined
  const next = at >= 0 ? rows[at + 1] : undefined
  const query = useQuery({
    ...api.certificates.get.queryOptions({ input: asked ?? { account: 0, certificateId: '' } }),
    enabled: asked !== null,
  })
  const shown = query.data ?? rows[at]
  return (
    <Drawer
      open={asked !== null}
      onClose={onClose}
      title={shown ? certificateName(shown) : 'Certificate'}
      subtitle={
        shown ? (
          <span className="flex flex-wrap items-center gap-2">
            <StatusBadge status={shown.status} />
            <ExpiryBadge of={shown} />
          </span>
        ) : null
      }
      fullPageHref={asked ? links.certificate(asked.account, asked.certificateId) : undefined}
      onPrevious={previous && (() => onOpen(previous))}
      onNext={next && (() => onOpen(next))}
      footer={
        asked ? (
          <>
            {query.data ? <CertificateActions certificate={query.data} size="sm" /> : null}
            <LinkButton size="sm" href={links.certificate(asked.account, asked.certificateId)}>
              Open certificate
            </LinkButton>
          </>
        ) : null
      }
    >
      {asked ? (
        <p className="mb-3 flex min-w-0">
          <MiddleCut text={asked.certificateId} copy="certificate ID" />
        </p>
      ) : null}
      {query.data ? (
        <Suspense fallback={<SkeletonLines lines={10} />}>
          <CertificateSummary certificate={query.data} />
        </Suspense>
      ) : query.error ? (
        <ErrorState
          title="This certificate could not be read"
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        >
          {query.error.message}
        </ErrorState>
      ) : (
        <SkeletonLines lines={10} />
      )}
    </Drawer>
  )
}
type CertificateDrawerProps = {
  open: string | undefined
  rows: readonly Certificate[]
  onOpen: (row: Certificate) => void
  onClose: () => void
}

function parseKey(key: string) {
  const [, account, certificateId] = /^(\d{1,9}):(.{1,128})$/.exec(key) ?? []
  return account && certificateId ? { account: Number(account), certificateId } : null
}
