'use client'

import { useQueryClient } from '@tanstack/react-query'
import { api, client } from '#components/data/api.ts'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Person } from '#contract/people.ts'
import { TemporaryPasswordField } from './temporary-password-field.tsx'

/** Lets somebody in again who lost their password, or did not choose one in time. */
export function TemporaryPasswordDialog({ person, open, onClose }: TemporaryPasswordDialogProps) {
  const queries = useQueryClient()
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    await client.people.setPassword({ id: person.id, password: String(form.get('password')) })
    toast({ tone: 'ok', title: `${person.name} has a temporary password`, detail: 'Signed out everywhere.' })
    void queries.invalidateQueries({ queryKey: api.people.key() })
    onClose()
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      size="sm"
      title={`Temporary password for ${person.name}`}
      description="It takes the place of the password they have and signs them out everywhere. Their second factor and their API tokens stay as they are."
    >
      <form method="post" onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Notice tone="bad">{error}</Notice> : null}
        <TemporaryPasswordField label="Temporary password" error={fieldError('password')} />
        <Button type="submit" variant="primary" busy={busy}>
          Set temporary password
        </Button>
      </form>
    </Dialog>
  )
}
type TemporaryPasswordDialogProps = { person: Person; open: boolean; onClose: () => void }
