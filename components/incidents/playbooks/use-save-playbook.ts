'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, statusOf } from '#components/data/api.ts'
import { toast } from '#components/ui/toast.ts'
import type { Playbook } from '#contract/playbooks.ts'

type Seen = Pick<Playbook, 'cause' | 'version'>
type Done = (after: Playbook) => void

/** Writes a playbook or gives it back; what somebody else wrote meanwhile is read, and told of by `onConflict` if given. */
export function useSavePlaybook(onConflict?: () => void) {
  const queries = useQueryClient()
  const read = () => queries.invalidateQueries({ queryKey: api.incidents.playbooks.queryOptions().queryKey })
  const outcome = {
    onSuccess: () => void read(),
    onError: (error: Error) => {
      void read()
      if (statusOf(error) === 409 && onConflict) onConflict()
      else toast({ tone: 'bad', title: 'The playbook was not changed', detail: error.message })
    },
  }
  const saving = useMutation(api.incidents.setPlaybook.mutationOptions(outcome))
  const resetting = useMutation(api.incidents.resetPlaybook.mutationOptions(outcome))
  return {
    busy: saving.isPending || resetting.isPending,
    save: (input: Seen & { steps: string[] }, onSuccess?: Done) => saving.mutate(input, onSuccess && { onSuccess }),
    reset: (input: Seen, onSuccess?: Done) => resetting.mutate(input, onSuccess && { onSuccess }),
  }
}
