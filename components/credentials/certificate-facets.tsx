'use client'

import { FacetList } from '#components/ui/facet-list.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { CertificateBreakdown } from '#contract/certificates.ts'
import { authorityOptions, type Counted, known, plainOption, signatureOption } from './certificate-fields.ts'
import { concernWords, expiryWords, statusWords } from './words.ts'

/** Answers to filter by, counted over the whole scope. */
export function CertificateFacets({ breakdown, failed, chosen, onToggle }: CertificateFacetsProps) {
  if (!breakdown)
    return failed ? <p className="text-xs text-muted">The counts could not be read.</p> : <SkeletonLines lines={8} />
  const facets = [
    { id: 'status', title: 'Status', options: facetOf(statusWords, breakdown.statuses) },
    { id: 'expiry', title: 'Expiry of active', options: facetOf(expiryWords, breakdown.expiries) },
    { id: 'concern', title: 'Concern', options: facetOf(concernWords, breakdown.concerns) },
    { id: 'key', title: 'Key', options: breakdown.keys.map(plainOption) },
    { id: 'signature', title: 'Signature', options: breakdown.signatures.map(signatureOption) },
    { id: 'ca', title: 'Issued by CA', options: authorityOptions(breakdown) },
  ]
  return facets.map(({ id, title, options }) => (
    <FacetList
      key={id}
      title={title}
      options={options}
      selected={chosen(id)}
      onToggle={(value) => onToggle(id, value)}
      limit={6}
    />
  ))
}
type CertificateFacetsProps = {
  breakdown: CertificateBreakdown | undefined
  failed: boolean
  chosen: (field: string) => string[]
  onToggle: (field: string, value: string) => void
}

/** Facet answers of a fixed set of words, in the words' order; values nobody has are left out. */
function facetOf(words: Record<string, { word: string }>, counts: Counted) {
  return known(words, counts).filter((option) => option.count)
}
