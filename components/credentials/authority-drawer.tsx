'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { parseAccountKey } from '#components/data/list/account-key.ts'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { RowDrawer } from '#components/data/list/row-drawer.tsx'
import { WhenRead } from '#components/data/when-read.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import type { CaCertificate } from '#contract/ca-certificates.ts'
import { links } from '#contract/links.ts'
import { AuthorityStatusBadge } from './authority-marks.tsx'
import { AuthoritySummary } from './authority-summary.tsx'
import { ExpiryBadge } from './badges.tsx'
import { rowKey } from './certificate-key.ts'
import { certificateName } from './certificate-name.ts'

/** One CA certificate over the list of them, found by its key in the address. */
export function AuthorityDrawer(over: OverRows<CaCertificate>) {
  const { row, steps } = overRows(over, rowKey)
  const asked = parseAccountKey(over.openId)
  const input = { account: asked?.account ?? 0, certificateId: asked?.name ?? '' }
  const query = useQuery({ ...api.caCertificates.get.queryOptions({ input }), enabled: asked !== undefined })
  const shown = query.data ?? row
  return (
    <RowDrawer
      {...steps}
      open={asked !== undefined}
      title={shown ? certificateName(shown) : 'CA certificate'}
      subtitle={
        shown ? (
          <span className="flex flex-wrap items-center gap-2">
            <AuthorityStatusBadge status={shown.status} />
            <ExpiryBadge of={shown} />
          </span>
        ) : null
      }
      href={asked && links.authority(input.account, input.certificateId)}
      toPage="Open CA certificate"
    >
      {asked ? (
        <p className="mb-3 flex min-w-0">
          <MiddleCut text={asked.name} copy="certificate ID" />
        </p>
      ) : null}
      <WhenRead query={query} what="This CA certificate" lines={10}>
        {(authority) => <AuthoritySummary authority={authority} />}
      </WhenRead>
    </RowDrawer>
  )
}
