'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { actions } from '#contract/actions.ts'
import type { RunSummary } from '#contract/response.ts'

export type Touched = { account: number; thing: string } | { account: number; certificate: string }

// Plans that nobody asked for are among them, one for every look at a dialog.
const atMost = 50

/** The latest runs that touched a thing or a certificate; shared by everything on its page that asks. */
export function useRunsOf(touched: Touched) {
  return useQuery(api.response.list.queryOptions({ input: { ...touched, limit: atMost } }))
}

/** The newest run that changed something and that nobody has taken back yet; undefined where AWS has no way back. */
export function undoable(runs: readonly RunSummary[] | undefined): RunSummary | undefined {
  const acted = runs?.filter(({ state }) => ['watching', 'done', 'stopped'].includes(state)) ?? []
  const undone = new Set(acted.flatMap(({ undoOf }) => (undoOf ? [undoOf.id] : [])))
  return acted.find(
    ({ id, action }) =>
      !undone.has(id) && !actions[action].final && action !== 'restore' && action !== 'disconnect-client',
  )
}
