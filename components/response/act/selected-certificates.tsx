'use client'

import { Ban, CirclePause, CirclePlay } from 'lucide-react'
import type { Count } from '#components/ui/format.ts'
import type { Selection } from '#components/ui/table/selection.ts'
import type { Certificate, CertificateFilters } from '#contract/certificates.ts'
import { type Chosen, SelectionVerbs } from './selection-verbs.tsx'

/** What can be done with the certificates of a selection. */
export function SelectedCertificates(props: SelectedCertificatesProps) {
  return (
    <SelectionVerbs
      chosen={chosenOf(props)}
      verbs={[
        { action: 'deactivate-certificate', icon: <CirclePause aria-hidden className="size-3.5" /> },
        { action: 'reactivate-certificate', icon: <CirclePlay aria-hidden className="size-3.5" /> },
        { action: 'revoke-certificate', icon: <Ban aria-hidden className="size-3.5" /> },
      ]}
    />
  )
}
type SelectedCertificatesProps = {
  selection: Selection
  rows: readonly Certificate[]
  rowId: (row: Certificate) => string
  /** What the list shows now, and how many that is. */
  matching: CertificateFilters
  total: Count | undefined
}

function chosenOf({ selection, rows, rowId, matching, total }: SelectedCertificatesProps): Chosen {
  if (selection.scope === 'matching') {
    const { account, ...filters } = matching
    return {
      selection: { scope: 'certificates', filters },
      count: total ?? { value: 0 },
      accounts: account === undefined ? 'all' : new Set([account]),
    }
  }
  const chosen = rows.filter((row) => selection.ids.includes(rowId(row)))
  return {
    selection: { scope: 'named', names: chosen.map(({ certificateId }) => certificateId) },
    count: { value: chosen.length },
    accounts: new Set(chosen.map(({ account }) => account)),
  }
}
