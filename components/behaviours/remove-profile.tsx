'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { plural } from '#components/ui/format.ts'
import { toast } from '#components/ui/toast.ts'
import type { SecurityProfile } from '#contract/behaviours.ts'

/** Asks once more before a profile goes: what it watched is watched no longer. */
export function RemoveProfile({ profile, onClose }: { profile: SecurityProfile; onClose: () => void }) {
  const { id, name, inAlarm, behaviours } = profile
  const queries = useQueryClient()
  const remove = useMutation(
    api.behaviours.removeProfile.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: `${name} is removed` })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.behaviours.key() }),
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`Remove ${name}?`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate({ id })}>
            Remove profile
          </Button>
        </>
      }
    >
      {remove.error ? <Notice tone="bad">It was not removed. {remove.error.message}</Notice> : null}
      <p className="text-pretty">
        Nobody holds devices to its {plural(behaviours.length, 'behaviour')} any more.{' '}
        {inAlarm > 0 ? `${plural(inAlarm, 'alarm')} of it will be invalidated with the next window. ` : ''}
        Violations so far and what it said are kept. To pause it, change it and turn it off.
      </p>
    </Dialog>
  )
}
