'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { type ActionId, actions } from '#contract/actions.ts'
import { whyNotAct } from './why-not.ts'

const staleMs = 60_000

/** How actions reach an account; undefined while loading. */
export function useResponder(account: number | undefined) {
  const responders = useQuery({ ...api.responseSettings.responders.queryOptions(), staleTime: staleMs })
  return responders.data?.find((one) => one.account === account)
}

/** Says of each action why the person who looks cannot ask for it in this account, or nothing when they can. */
export function useRights(account: number | undefined) {
  const me = useMe()
  const guards = useQuery({ ...api.responseSettings.guards.queryOptions(), staleTime: staleMs })
  const responder = useResponder(account)
  const whyNot = (action: ActionId) =>
    whyNotAct({ role: me?.role, needs: actions[action].role, readOnly: guards.data?.readOnly, responder })
  return { whyNot, responder }
}
