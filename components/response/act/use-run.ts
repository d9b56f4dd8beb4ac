'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, client } from '#components/data/api.ts'
import type { ActionOptions, Run } from '#contract/response.ts'
import type { ActRequest } from './act.ts'
import { isSettled } from './progress.ts'

const planningMs = 500
const runningMs = 1_000
const waitingMs = 5_000

/** How often a run is asked for while something is expected of it; live events come on top. */
export function pollMs(run: Run | undefined): number | false {
  if (!run || run.state === 'planned' || run.state === 'plan-failed') return false
  if (run.state === 'planning') return planningMs
  if (run.state === 'awaiting-approval') return waitingMs
  return isSettled(run) ? false : runningMs
}

/** A run by its id, followed until nothing more is expected of it. */
export function useFollowed(id: string | undefined) {
  return useQuery({
    ...api.response.get.queryOptions({ input: { id: id ?? '' } }),
    enabled: id !== undefined,
    staleTime: 0,
    refetchInterval: ({ state }) => pollMs(state.data),
  })
}

/** Makes the run that a dialog is about, follows it, and gives the ways to go on with it. */
export function useRun(request: ActRequest) {
  const queries = useQueryClient()
  const [id, setId] = useState<string>()
  const keep = (run: Run) => {
    queries.setQueryData(api.response.get.queryOptions({ input: { id: run.id } }).queryKey, run)
    setId(run.id)
    return run
  }
  const begin = useMutation({ mutationFn: () => begun(request), onSuccess: keep })
  const query = useFollowed(id)
  const run = query.data

  // One opening makes one run, also where effects run twice.
  const asked = useRef(false)
  const { mutate } = begin
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    mutate()
  }, [mutate])

  const again = useMutation({
    mutationFn: ({ from, options }: { from: Run; options: ActionOptions }) => plannedAgain(from, options),
    onSuccess: keep,
  })
  const ask = useMutation({
    mutationFn: (decision: Parameters<typeof client.response.request>[0]) => client.response.request(decision),
    onSuccess: (asked) => {
      keep(asked)
      void queries.invalidateQueries({ queryKey: api.response.key() })
    },
    // What it met instead, such as another run on the same target, is in the run by now.
    onError: () => void query.refetch(),
  })
  return { run, begin, query, again, ask }
}

function begun(request: ActRequest): Promise<Run> {
  if (request.kind !== 'plan') {
    const ways = { undo: client.response.undo, retry: client.response.retry, look: client.response.get }
    return ways[request.kind]({ id: request.run.id })
  }
  const { account, action, selection, options, incident } = request
  return client.response.plan({
    account,
    action,
    selection,
    ...(options && { options }),
    ...(incident && { incident }),
  })
}

/** The same from fresh facts; what was executed or refused already is planned as a run of its own. */
function plannedAgain(run: Run, options: ActionOptions): Promise<Run> {
  const { id, state, action, account, selection, undoOf, retryOf, incident } = run
  if (state === 'planned' || state === 'plan-failed') return client.response.replan({ id, options })
  if (undoOf) return client.response.undo({ id: undoOf.id })
  if (retryOf) return client.response.retry({ id: retryOf.id })
  if (action === 'restore') return client.response.replan({ id, options })
  return client.response.plan({ account, action, selection, options, ...(incident && { incident: incident.id }) })
}

const firstTargets = 25

/** The first targets with their calls; read again whenever the plan or the counts change. */
export function useTargets(run: Run | undefined) {
  const options = api.response.targets.queryOptions({ input: { id: run?.id ?? '', limit: firstTargets } })
  return useQuery({
    ...options,
    queryKey: [...options.queryKey, run?.digest, run?.state, JSON.stringify(run?.counts)],
    enabled: run !== undefined && run.plan !== null,
    staleTime: 0,
    placeholderData: (previous) => previous,
  })
}
