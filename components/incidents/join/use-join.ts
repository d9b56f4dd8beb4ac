'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { toast } from '#components/ui/toast.ts'
import { keepIncident } from '../triage/use-change.ts'

type Named = { id: string; number: number }

/** Joins incidents and takes them out again, each with its way back. */
export function useJoin() {
  const queries = useQueryClient()
  const onError = (error: Error) => {
    toast({ tone: 'bad', title: 'Nothing was changed', detail: error.message })
    void queries.invalidateQueries({ queryKey: api.incidents.key() })
  }
  const unmerge = useMutation(
    api.incidents.unmerge.mutationOptions({ onSuccess: (answer) => keepIncident(queries, answer), onError }),
  )
  const merge = useMutation(
    api.incidents.merge.mutationOptions({ onSuccess: (answer) => keepIncident(queries, answer), onError }),
  )
  function join(parent: Named, child: Named, onDone?: () => void) {
    merge.mutate(
      { id: parent.id, other: child.id },
      {
        onSuccess: () => {
          const undo = { label: 'Undo', run: () => unmerge.mutate({ id: child.id }) }
          toast({ tone: 'ok', title: `#${child.number} is joined to #${parent.number}`, action: undo })
          onDone?.()
        },
      },
    )
  }
  return {
    join,
    takeOut: (id: string) => unmerge.mutate({ id }),
    busy: merge.isPending || unmerge.isPending,
    /** Which one is being taken out. */
    leaving: unmerge.isPending ? unmerge.variables.id : null,
  }
}
