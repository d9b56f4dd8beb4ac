'use client'

import { lazy, Suspense, useState } from 'react'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { whyNotRole } from '#contract/roles.ts'
import type { WholeControl } from './control-page.tsx'

const AttestDialog = lazy(() => import('./attest-dialog.tsx').then((part) => ({ default: part.AttestDialog })))

/** The verb of a control. */
export function AttestButton({ control }: { control: WholeControl }) {
  const [open, setOpen] = useState(false)
  const { kind, attestation } = control
  const whyNot =
    whyNotRole(useMe()?.role, 'responder') ??
    (kind === 'automatic' ? 'Facts alone decide this control: a word changes nothing' : undefined)
  return (
    <>
      <Button
        variant={kind !== 'automatic' && (!attestation || attestation.lapsed) ? 'primary' : 'secondary'}
        disabledReason={whyNot}
        onClick={() => setOpen(true)}
      >
        {attestation ? 'Review…' : 'Vouch for it…'}
      </Button>
      <Suspense fallback={null}>
        {open ? <AttestDialog control={control} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </>
  )
}
