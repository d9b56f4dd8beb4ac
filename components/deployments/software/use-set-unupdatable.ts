'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { toast } from '#components/ui/toast.ts'

/** As many letters of reason as the server wants at least. */
export const shortestWhy = 3

/** Keeps what people say of a thing that cannot be updated. `said` is told when it is kept. */
export function useSetUnupdatable(said: string, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation(
    api.deployments.setUnupdatable.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: said })
        onDone()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.deployments.key() }),
    }),
  )
}
