'use client'

import { lazy, Suspense, useState } from 'react'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import type { Attestation } from '#contract/reports.ts'
import { roleAllows, whyNotRole } from '#contract/roles.ts'

const WithdrawDialog = lazy(() => import('./withdraw-dialog.tsx').then((part) => ({ default: part.WithdrawDialog })))

/** Takes a word back: its author's verb, and an approver's. */
export function WithdrawButton({ attestation }: { attestation: Attestation }) {
  const [open, setOpen] = useState(false)
  const me = useMe()
  const own = me?.id === attestation.owner.id && me !== undefined && roleAllows(me.role, 'responder')
  return (
    <>
      <Button
        size="sm"
        aria-label={`Take back what ${attestation.owner.name} vouched for`}
        disabledReason={own ? undefined : whyNotRole(me?.role, 'approver')}
        onClick={() => setOpen(true)}
      >
        Take back…
      </Button>
      <Suspense fallback={null}>
        {open ? <WithdrawDialog attestation={attestation} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </>
  )
}
