import type { ActionId } from '#contract/actions.ts'
import { actions } from '#generated/actions.ts'
import type { Action } from '../action.ts'

// Every id of the contract has a file of that name: the compiler says so here.
const byId: Record<ActionId, Action> = actions

/** The rules of an action. */
export const actionOf = (id: ActionId): Action => byId[id]
