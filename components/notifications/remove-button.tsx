'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { toast } from '#components/ui/toast.ts'

/** Removes something, after it was asked once more with what goes with it. */
export function RemoveButton({ what, remove }: { what: string; remove: () => Promise<void> }) {
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  async function act() {
    setBusy(true)
    try {
      await remove()
    } catch (error) {
      toast({ tone: 'bad', title: 'Not removed', detail: error instanceof Error ? error.message : '' })
      setBusy(false)
    }
  }
  return (
    <Button
      type="button"
      variant={asked ? 'danger' : 'ghost'}
      busy={busy}
      onClick={() => (asked ? act() : setAsked(true))}
    >
      {asked ? `Yes, remove ${what}` : 'Remove…'}
    </Button>
  )
}
