'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { plural } from '#components/ui/format.ts'
import { toast } from '#components/ui/toast.ts'
import { whyNotRole } from '#contract/roles.ts'

/** Why the person who looks cannot decide about findings; undefined when they can. */
export const useWhyNot = () => whyNotRole(useMe()?.role, 'responder')

/** Gives findings to an owner; says how many it changed. */
export function useAssign(onDone?: () => void) {
  const queries = useQueryClient()
  return useMutation(
    api.findings.assign.mutationOptions({
      onSuccess: ({ changed }) => {
        toast({
          tone: 'ok',
          title: changed === 0 ? 'Nothing to change' : `${plural(changed, 'finding')} given to another owner`,
        })
        onDone?.()
      },
      onError: (error) => toast({ tone: 'bad', title: 'Nothing was changed', detail: error.message }),
      onSettled: () => void queries.invalidateQueries({ queryKey: api.findings.key() }),
    }),
  )
}
