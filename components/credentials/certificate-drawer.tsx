'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { parseAccountKey } from '#components/data/list/account-key.ts'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { WhenRead } from '#components/data/when-read.tsx'
import { CertificateActions } from '#components/response/act/certificate-actions.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { Certificate } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import { ExpiryBadge, StatusBadge } from './badges.tsx'
import { rowKey } from './certificate-key.ts'
import { certificateName } from './certificate-name.ts'

// Its parts are many; the list does not wait for them.
const CertificateSummary = lazy(() =>
  import('./certificate-summary.tsx').then((module) => ({ default: module.CertificateSummary })),
)

/** One certificate over the list, found by its key in the address even when it is not on the page shown. */
export function CertificateDrawer(over: OverRows<Certificate>) {
  const { row, steps } = overRows(over, rowKey)
  const asked = parseAccountKey(over.openId)
  const input = { account: asked?.account ?? 0, certificateId: asked?.name ?? '' }
  const query = useQuery({ ...api.certificates.get.queryOptions({ input }), enabled: asked !== undefined })
  const shown = query.data ?? row
  const href = asked && links.certificate(input.account, input.certificateId)
  return (
    <Drawer
      {...steps}
      open={asked !== undefined}
      title={shown ? certificateName(shown) : 'Certificate'}
      subtitle={
        shown ? (
          <span className="flex flex-wrap items-center gap-2">
            <StatusBadge status={shown.status} />
            <ExpiryBadge of={shown} />
          </span>
        ) : null
      }
      fullPageHref={href}
      footer={
        href ? (
          <>
            {query.data ? <CertificateActions certificate={query.data} size="sm" /> : null}
            <LinkButton size="sm" href={href}>
              Open certificate
            </LinkButton>
          </>
        ) : null
      }
    >
      {asked ? (
        <p className="mb-3 flex min-w-0">
          <MiddleCut text={asked.name} copy="certificate ID" />
        </p>
      ) : null}
      <WhenRead query={query} what="This certificate" lines={10}>
        {(certificate) => (
          <Suspense fallback={<SkeletonLines lines={10} />}>
            <CertificateSummary certificate={certificate} />
          </Suspense>
        )}
      </WhenRead>
    </Drawer>
  )
}
