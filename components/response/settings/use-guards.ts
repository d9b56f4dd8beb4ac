'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, client } from '#components/data/api.ts'
import type { Guards } from '#contract/response-settings.ts'

/** What holds actions back, as it stands. */
export const useGuards = () => useQuery(api.responseSettings.guards.queryOptions())

/**
 * Changes part of it: the function gets what is in force at that moment, not what this page showed, so that two admins
 * at once never take back each other's never-touch rules.
 */
export function useChangeGuards() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (change: (inForce: Guards) => Guards) =>
      client.responseSettings.setGuards(change(await client.responseSettings.guards())),
    onSuccess: (guards) => {
      queries.setQueryData(api.responseSettings.guards.queryOptions().queryKey, guards)
      // What may be requested, and by whom, is part of every run.
      void queries.invalidateQueries({ queryKey: api.response.key() })
    },
  })
}
