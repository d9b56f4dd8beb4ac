'use client'

import { useSyncExternalStore } from 'react'
import type { ActionId } from '#contract/actions.ts'
import type { ActionOptions, Run, Selection } from '#contract/response.ts'

export type PlanRequest = {
  kind: 'plan'
  account: number
  action: Exclude<ActionId, 'restore'>
  selection: Selection
  options?: ActionOptions | undefined
  /** The incident it answers. */
  incident?: string | undefined
  /** How many targets were seen, and the one target's name, for the title while AWS is being asked. */
  seen: { count: number; capped?: boolean | undefined; name?: string | undefined }
}
type RunKey = Pick<Run, 'id' | 'number'>

/** What the dialog opens with: an action to plan, a run to take back or to try again, or a run as it stands. */
export type ActRequest = PlanRequest | { kind: 'undo' | 'retry' | 'look'; run: RunKey }

type State = { request: ActRequest | null; opened: number; followed: readonly string[] }

let state: State = { request: null, opened: 0, followed: [] }
const listeners = new Set<() => void>()

// Where the focus was before the first of a row of dialogs: undoing what one has done opens the next.
let opener: HTMLElement | null = null

/** The element to return the focus to, while it is still there. */
export const openedFrom = () => (opener?.isConnected ? opener : null)

/** Opens the dialog over whatever is on screen. Nothing is changed before its plan is read and asked for. */
export function openAct(request: ActRequest) {
  const focused = document.activeElement
  if (state.request === null) opener = focused instanceof HTMLElement && focused !== document.body ? focused : null
  set({ request, opened: state.opened + 1, followed: without(request.kind === 'plan' ? null : request.run.id) })
}

/** Leaves the dialog; a run that was asked for goes on, and `follow` names it so that its end is told. */
export function closeAct(follow?: string) {
  set({ ...state, request: null, followed: follow ? [...without(follow), follow] : state.followed })
}

/** Its end was told, or is told elsewhere. */
export function stopFollowing(id: string) {
  set({ ...state, followed: without(id) })
}

/** What the dialog is about, and the runs whose end somebody waits for. `opened` counts openings. */
export function useAct() {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => state,
  )
}

function without(id: string | null) {
  return state.followed.filter((one) => one !== id)
}

function set(next: State) {
  state = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
