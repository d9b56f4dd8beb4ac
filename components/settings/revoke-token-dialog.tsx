'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.ts'
import type { ApiToken } from '#contract/people.ts'

/** Says what revoking a token cuts off before it is done: no token is ever let in again. */
export function RevokeTokenDialog({ open, token, onClose }: RevokeTokenDialogProps) {
  const { id, name, lastUsedAt } = token
  const queries = useQueryClient()
  const { mutate, isPending, error, reset } = useMutation(
    api.apiTokens.revoke.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: 'Token revoked', detail: 'It opens nothing any more.' })
        void queries.invalidateQueries({ queryKey: api.apiTokens.key() })
        onClose()
      },
    }),
  )
  function close() {
    reset()
    onClose()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      size="sm"
      title={`Revoke ${name}`}
      description={
        <>
          Whatever uses this token is refused from its next call on. It was{' '}
          {lastUsedAt ? (
            <>
              last used <RelativeTime at={lastUsedAt} />
            </>
          ) : (
            'never used'
          )}
          . A revoked token cannot be brought back; a new one has to take its place.
        </>
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="danger" busy={isPending} onClick={() => mutate({ id })}>
            Revoke token
          </Button>
        </>
      }
    >
      {error ? <Notice tone="bad">{error.message}</Notice> : null}
    </Dialog>
  )
}
type RevokeTokenDialogProps = { open: boolean; token: ApiToken; onClose: () => void }
