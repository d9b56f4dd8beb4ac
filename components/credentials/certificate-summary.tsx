'use client'

import type { ReactNode } from 'react'
import { useNow } from '#components/ui/use-now.ts'
import type { CertificateDetail } from '#contract/certificates.ts'
import { AttachedPolicies } from './attached-policies.tsx'
import { AttachedThings } from './attached-things.tsx'
import { attentionFor } from './attention.ts'
import { AttentionList } from './attention-list.tsx'
import { ValidityBar } from './validity-bar.tsx'
import { X509Facts } from './x509-facts.tsx'

/** The drawer's view: what needs attention, when it ends, what it belongs to, what it says. */
export function CertificateSummary({ certificate }: { certificate: CertificateDetail }) {
  const now = useNow()
  return (
    <div className="flex flex-col gap-5">
      <Part title="What needs attention">
        <AttentionList notes={attentionFor(certificate, now)} none="Nothing in its own record asks for attention." />
      </Part>
      <Part title="Validity">
        <ValidityBar {...certificate} usable={certificate.status === 'ACTIVE'} />
      </Part>
      <Part title="Things" flush>
        <AttachedThings certificate={certificate} weigh={certificate.status === 'ACTIVE'} />
      </Part>
      <Part title="Policies" flush>
        <AttachedPolicies certificate={certificate} />
      </Part>
      <Part title="Certificate">
        <X509Facts certificate={certificate} />
      </Part>
    </div>
  )
}

function Part({ title, flush, children }: { title: string; flush?: boolean; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-semibold text-muted">{title}</h3>
      {flush ? <div className="rounded-md border border-line">{children}</div> : children}
    </section>
  )
}
