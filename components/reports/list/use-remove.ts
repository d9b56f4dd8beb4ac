'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { toast } from '#components/ui/toast.ts'

/** Cancels a report that waits, or dismisses one that failed. */
export function useRemove() {
  const queries = useQueryClient()
  return useMutation(
    api.reports.remove.mutationOptions({
      onError: (error) => toast({ tone: 'bad', title: 'Not taken away', detail: error.message }),
      onSettled: () => void queries.invalidateQueries({ queryKey: api.reports.key() }),
    }),
  )
}
