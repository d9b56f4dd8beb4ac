'use client'

import type { ReactNode } from 'react'
import { formatCount, plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { CaCertificateDetail } from '#contract/ca-certificates.ts'
import { links } from '#contract/links.ts'
import { AttentionList } from './attention-list.tsx'
import { authorityAttention } from './authority-attention.ts'
import { ValidityBar } from './validity-bar.tsx'
import { X509Facts } from './x509-facts.tsx'

/** The drawer's view: what needs attention, when it ends, what it issued, what it says. */
export function AuthoritySummary({ authority }: { authority: CaCertificateDetail }) {
  const { account, certificateId, certificates, activeCertificates, status } = authority
  const now = useNow()
  return (
    <div className="flex flex-col gap-5">
      <Part title="What needs attention">
        <AttentionList
          notes={authorityAttention(authority, now)}
          none="Nothing in its own record asks for attention."
        />
      </Part>
      <Part title="Validity">
        <ValidityBar {...authority} usable={status === 'ACTIVE'} />
      </Part>
      <Part title="Certificates it issued">
        <Link href={links.credentials({ account, ca: certificateId })} className="text-accent hover:underline">
          {plural(certificates, 'certificate')}
        </Link>
        , {formatCount(activeCertificates)} active
      </Part>
      <Part title="Certificate">
        <X509Facts certificate={authority} />
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-xs font-semibold text-muted">{title}</h3>
      {children}
    </section>
  )
}
