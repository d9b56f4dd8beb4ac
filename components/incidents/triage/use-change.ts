'use client'

import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { announce } from '#components/ui/announce.ts'
import { toast } from '#components/ui/toast.ts'
import type { Moved } from '#contract/incident-moves.ts'
import type { Incident, IncidentSummary } from '#contract/incidents.ts'
import { whyNotRole } from '#contract/roles.ts'
import { stateWords } from '../words.ts'

/** Puts an answer on screen at once and has everything else about incidents read again. */
export function keepIncident(queries: QueryClient, incident: Incident) {
  queries.setQueryData(api.incidents.get.queryOptions({ input: { id: incident.id } }).queryKey, incident)
  void queries.invalidateQueries({ queryKey: api.incidents.key() })
}

/** Why the person who looks cannot work on incidents; undefined when they can. */
export const useWhyNot = () => whyNotRole(useMe()?.role, 'responder')

/** Moves, assigns, tags or re-rates. A refusal is told in a toast, and what it met is read. */
export function useChange() {
  const queries = useQueryClient()
  return useMutation(
    api.incidents.change.mutationOptions({
      onSuccess: (incident) => keepIncident(queries, incident),
      onError: (error) => {
        toast({ tone: 'bad', title: 'Nothing was changed', detail: error.message })
        void queries.invalidateQueries({ queryKey: api.incidents.key() })
      },
    }),
  )
}

type Of = Pick<IncidentSummary, 'id' | 'number' | 'state' | 'assignee'>

/** The two steps of triage that one key takes, each with its way back in the toast. */
export function useTriage() {
  const me = useMe()
  const { mutate, isPending } = useChange()

  function assign({ id, number, assignee }: Of) {
    if (!me || assignee?.id === me.id) return announce(`Incident ${number} is yours already`)
    const back = () => mutate({ id, assignee: assignee?.id ?? null })
    mutate(
      { id, assignee: 'me' },
      {
        onSuccess: () =>
          toast({ tone: 'ok', title: `Incident ${number} is yours`, action: { label: 'Undo', run: back } }),
      },
    )
  }
  function move({ id, number, state }: Of, to: Moved) {
    const from = state === 'new' || state === 'triaged' || state === 'resolved' || state === 'closed' ? state : null
    const undo = from && { action: { label: 'Undo', run: () => mutate({ id, state: from }) } }
    mutate(
      { id, state: to },
      {
        onSuccess: () =>
          toast({ tone: 'ok', title: `Incident ${number}: ${stateWords[to].word.toLowerCase()}`, ...undo }),
      },
    )
  }
  return { me, assign, move, busy: isPending }
}
