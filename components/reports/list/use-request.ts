'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { toast } from '#components/ui/toast.ts'

/** Asks for a report; the worker makes it and the list follows. */
export function useRequest(onDone?: (id: string) => void) {
  const queries = useQueryClient()
  return useMutation(
    api.reports.request.mutationOptions({
      onSuccess: ({ id, number }) => {
        toast({
          tone: 'ok',
          title: `Report ${number} is asked for`,
          detail: 'The worker makes it from one moment’s facts.',
        })
        onDone?.(id)
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.reports.key() }),
    }),
  )
}
